import type { LogVolume } from '@seaworthy/api';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import { formatClock, formatCount, formatMoment } from '../../text/format.ts';
import { formatSpan } from '../../text/spans.ts';
import type { Bar } from './histogram-bars.ts';
import { barsOf, toneNames, tones, totalsOf } from './histogram-bars.ts';
import './histogram.css';

export interface HistogramProps {
  readonly volume: LogVolume;
  /** Somebody wants to see this stretch only. */
  readonly onRange: (startMs: number, endMs: number) => void;
}

/** How many lines over time, by level; a bar narrows the time to its own, and drawing over some to theirs. */
export function Histogram({ volume, onRange }: HistogramProps) {
  const bars = barsOf(volume);
  const most = Math.max(1, ...bars.map(({ total }) => total));
  const [at, setAt] = useState(bars.length - 1);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const row = useRef<HTMLDivElement>(null);
  const choose = (from: number, to: number) => {
    const [first, last] = [bars[Math.min(from, to)], bars[Math.max(from, to)]];
    setDrag(undefined);
    if (first && last) onRange(first.startMs, last.endMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(bars.length - 1, at + step));
    setAt(next);
    row.current?.querySelectorAll('button')[next]?.focus();
  };
  const isIn = (index: number) =>
    drag !== undefined && index >= Math.min(drag.from, drag.to) && index <= Math.max(drag.from, drag.to);
  return (
    <figure className="histogram">
      <figcaption>
        <Legend bars={bars} stepMs={volume.stepMs} isCut={volume.cut !== null} />
      </figcaption>
      <div
        ref={row}
        role="toolbar"
        aria-label="Lines over time: each bar narrows the time to its own"
        className="histogram-bars"
        onKeyDown={onKeyDown}
        onPointerLeave={() => setDrag(undefined)}
      >
        {bars.map((bar, index) => (
          <button
            key={bar.startMs}
            type="button"
            tabIndex={index === Math.min(at, bars.length - 1) ? 0 : -1}
            className={isIn(index) ? 'chosen' : undefined}
            aria-label={nameOf(bar)}
            title={nameOf(bar)}
            onFocus={() => setAt(index)}
            onPointerDown={() => setDrag({ from: index, to: index })}
            onPointerEnter={() => drag && setDrag({ ...drag, to: index })}
            onPointerUp={() => drag && drag.from !== index && choose(drag.from, index)}
            onClick={() => choose(index, index)}
          >
            {tones.map((tone) => (
              <Part key={tone} tone={tone} count={bar.counts[tone]} most={most} />
            ))}
          </button>
        ))}
      </div>
      <Ends bars={bars} />
    </figure>
  );
}

/** A single error among thousands is seen too. */
function Part({ tone, count, most }: { tone: string; count: number; most: number }) {
  if (count === 0) return null;
  return <span className={tone} style={{ height: `max(2px, ${(count / most) * 100}%)` }} />;
}

function Legend({ bars, stepMs, isCut }: { bars: readonly Bar[]; stepMs: number; isCut: boolean }) {
  const totals = totalsOf(bars);
  const shown = tones.filter((tone) => totals[tone] > 0);
  const total = tones.reduce((sum, tone) => sum + totals[tone], 0);
  return (
    <>
      <strong>
        {formatCount(total)}
        {isCut && '+'} {total === 1 ? 'line' : 'lines'}
      </strong>
      <ul className="histogram-legend">
        {shown.map((tone) => (
          <li key={tone}>
            <span className={`histogram-swatch ${tone}`} />
            {formatCount(totals[tone])} {toneNames[tone]}
          </li>
        ))}
      </ul>
      <span className="soft">
        {isCut ? 'Counting took too long: the oldest bars say too little.' : `${formatSpan(stepMs)} a bar`}
      </span>
    </>
  );
}

function Ends({ bars }: { bars: readonly Bar[] }) {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  const isShort = last.endMs - first.startMs < 86_400_000;
  const text = (ms: number) => (isShort ? formatClock(ms) : formatMoment(new Date(ms).toISOString()));
  return (
    <p className="histogram-ends soft" aria-hidden="true">
      <span>{text(first.startMs)}</span>
      <span>{text((first.startMs + last.endMs) / 2)}</span>
      <span>{text(last.endMs)}</span>
    </p>
  );
}

function nameOf({ startMs, endMs, total, counts }: Bar): string {
  const parts = tones
    .filter((tone) => counts[tone] > 0)
    .map((tone) => `${formatCount(counts[tone])} ${toneNames[tone]}`);
  const told = parts.length > 1 ? ` (${parts.join('; ')})` : parts.length === 1 ? `: ${parts.join('')}` : '';
  return `${formatClock(startMs)} to ${formatClock(endMs)}, ${formatCount(total)} ${total === 1 ? 'line' : 'lines'}${told}`;
}
