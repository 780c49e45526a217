import type { ServiceStatus, Slo } from '@seaworthy/api';
import type { KeyboardEvent } from 'react';
import { useId, useState } from 'react';
import type { HealthScore, ScorePart, ScoreTone } from './health-score.ts';
import { healthScore, scoreText, scoreTone } from './health-score.ts';
import './score.css';

const words: Readonly<Record<ScoreTone, string>> = {
  good: 'well',
  doubt: 'not all is well',
  bad: 'unwell',
  unknown: 'unknown',
};

export interface ScoreProps {
  readonly status: ServiceStatus;
  readonly slos: readonly Slo[] | undefined;
}

/** How well the service is, of 100; what it is made of is said when one points at it, or goes there by the keyboard. */
export function Score({ status, slos }: ScoreProps) {
  const score = healthScore(status, slos);
  const tone = scoreTone(score);
  const [isShown, setShown] = useState(false);
  const whyId = useId();
  const hide = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setShown(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for keyboards.
    <div
      className={`score ${tone}`}
      onPointerEnter={() => setShown(true)}
      onPointerLeave={() => setShown(false)}
      onKeyDown={hide}
    >
      <button
        type="button"
        className="score-button"
        aria-describedby={whyId}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onClick={() => setShown(true)}
      >
        <Ring score={score} />
        <span className="score-text">
          <strong className="vital-main">{scoreText(score)}</strong>
          {score.least !== null && <span className="unseen"> of 100</span>}
          <span className="score-word">{words[tone]}</span>
        </span>
      </button>
      <div id={whyId} role="tooltip" className="score-why" hidden={!isShown}>
        <Why score={score} />
      </div>
    </div>
  );
}

const around = 2 * Math.PI * 15;

/** Filled as far as is certain; what is unknown is dotted. */
function Ring({ score: { least, most } }: { score: HealthScore }) {
  const part = (points: number) => `${(points / 100) * around} ${around}`;
  return (
    <svg className="score-ring" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
      <circle cx="18" cy="18" r="15" className="score-track" />
      {most > (least ?? 0) && (
        <circle cx="18" cy="18" r="15" className="score-unknown" style={{ strokeDasharray: '1.5 3.2' }} />
      )}
      {least !== null && least > 0 && (
        <circle cx="18" cy="18" r="15" className="score-certain" style={{ strokeDasharray: part(least) }} />
      )}
    </svg>
  );
}

function Why({ score: { least, most, parts } }: { score: HealthScore }) {
  return (
    <>
      <p className="score-why-title">{summary(least, most)}</p>
      <ul>
        {parts.map((part) => (
          <li key={part.name}>
            <span>
              <strong>{part.name}</strong> {part.why}
            </span>
            <span className="score-points">{pointsText(part)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function summary(least: number | null, most: number): string {
  if (least === null) return 'Nobody knows whether requests are served: there is no score.';
  if (least === 0 && most === 0) return 'Nothing that serves is well: the score is 0, whatever else is calm.';
  if (least === most) return `${least} of 100 points.`;
  return `${least} points are certain; ${most - least} are unknown, which is neither good nor bad.`;
}

function pointsText({ points, of }: ScorePart): string {
  return `${points === null ? '?' : Math.round(points)} of ${Math.round(of)}`;
}
