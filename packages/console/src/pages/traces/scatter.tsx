import type { TraceSummary } from '@seaworthy/api';
import { useMemo, useState } from 'react';
import { useGo } from '../../navigation/address.ts';
import { traceAddress } from '../../navigation/trace-address.ts';
import { formatClock } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';
import type { ScatterPoint } from './scatter-scale.ts';
import { scatterOf } from './scatter-scale.ts';
import './scatter.css';

export interface ScatterProps {
  readonly traces: readonly TraceSummary[];
  readonly startMs: number;
  readonly endMs: number;
  /** Not all that match: the newest of them. */
  readonly isPart: boolean;
}

/** When each trace began and how long it took; a point opens its trace. The table below says the same in words. */
export function Scatter({ traces, startMs, endMs, isPart }: ScatterProps) {
  const go = useGo();
  const [at, setAt] = useState<ScatterPoint>();
  const { points, levels } = useMemo(() => scatterOf(traces, startMs, endMs), [traces, startMs, endMs]);
  const failed = traces.filter(({ errors }) => errors > 0).length;
  return (
    <figure className="scatter">
      <figcaption>
        <strong>{isPart ? `The newest ${traces.length} by time and duration` : 'Time and duration'}</strong>
        <span className="scatter-key">
          <span className="scatter-dot" /> {traces.length - failed} without errors
        </span>
        <span className="scatter-key">
          <span className="scatter-cross">×</span> {failed} with errors
        </span>
        <span className="push soft">{at ? readingOf(at.trace) : 'A point opens its trace.'}</span>
      </figcaption>
      <div
        className="scatter-plot"
        role="img"
        aria-label={`${traces.length} traces by time and duration; the table below says the same`}
        onPointerLeave={() => setAt(undefined)}
      >
        {levels.map(({ ms, y }) => (
          <span key={ms} className="scatter-level" style={{ top: `${y * 100}%` }}>
            {formatUnit(ms, 'milliseconds')}
          </span>
        ))}
        <div className="scatter-points">
          {points.map((point) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the table's links are there for the keyboard.
            // biome-ignore lint/a11y/noStaticElementInteractions: the table's links are there for the keyboard.
            <span
              key={point.trace.traceId}
              className={point.trace.errors > 0 ? 'scatter-point bad' : 'scatter-point'}
              style={{ left: `${point.x * 100}%`, top: `${point.y * 100}%` }}
              onPointerEnter={() => setAt(point)}
              onClick={() => go(traceAddress(point.trace.traceId).to)}
            >
              {point.trace.errors > 0 && '×'}
            </span>
          ))}
        </div>
      </div>
      <p className="scatter-ends soft" aria-hidden="true">
        {[startMs, (startMs + endMs) / 2, endMs].map((ms) => (
          <span key={ms}>{formatClock(ms)}</span>
        ))}
      </p>
    </figure>
  );
}

function readingOf({ root, durationMs, startTime, errors }: TraceSummary): string {
  const failed = errors > 0 ? `, ${errors} ${errors === 1 ? 'error' : 'errors'}` : '';
  return `${formatClock(Date.parse(startTime))} ${root.name}, ${formatUnit(durationMs, 'milliseconds')}${failed}`;
}
