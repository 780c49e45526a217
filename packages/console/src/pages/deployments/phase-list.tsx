import type { Deployment, Phase } from '@seaworthy/api';
import { PhaseMark } from '../../components/mark.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatDuration, formatElapsed, withShortDigests } from '../../text/format.ts';
import { phaseWords } from '../../text/words.ts';
import { timelineOf } from './timeline.ts';
import './phase-list.css';

/** The phases, what each said, when it ran and for how long. */
export function PhaseList({ deployment }: { deployment: Deployment }) {
  const { phases, endedAt } = deployment;
  const now = useNow(endedAt === null ? 1000 : 60_000);
  const stretches = timelineOf(deployment, now);
  return (
    <ol className="phases" aria-label="Phases">
      {phases.map((phase, at) => {
        const stretch = stretches[at];
        return (
          <li key={phase.name} className={phase.status}>
            <PhaseMark status={phase.status} />
            <div className="phase-text">
              <span className="phase-line">
                <span className="phase-name">{phaseWords[phase.name]}</span>
                <span className="phase-time">
                  <Took phase={phase} />
                </span>
              </span>
              {stretch && (
                <span className="phase-bar" aria-hidden="true">
                  <span style={{ marginInlineStart: `${stretch.start * 100}%`, width: `${stretch.length * 100}%` }} />
                </span>
              )}
              {phase.detail !== '' && <span className="phase-detail">{withShortDigests(phase.detail)}</span>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Took({ phase: { status, startedAt, durationMs } }: { phase: Phase }) {
  if (status === 'running' && startedAt !== null) return <Elapsed since={startedAt} />;
  return status === 'pending' || status === 'skipped' || durationMs === null ? null : formatDuration(durationMs);
}

function Elapsed({ since }: { since: string }) {
  return formatElapsed(useNow() - Date.parse(since));
}
