import type { Traffic } from '@seaworthy/api';
import { lazy, Suspense } from 'react';
import { useLive } from '../live/use-live.ts';
import { formatCount, formatLatency, formatRate } from '../text/format.ts';
import { Notice } from './notice.tsx';
import './traffic-card.css';

/** The charts come after the page: numbers are read first. */
const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }));

interface Series {
  readonly name: string;
  readonly colour: 'press' | 'bad' | 'ink';
  value(sample: Traffic): number | null;
  show(value: number | null): string;
}

const series: readonly Series[] = [
  {
    name: 'Requests per second',
    colour: 'press',
    value: ({ requestsPerSecond }) => requestsPerSecond,
    show: (value) => (value === null ? '–' : formatRate(value)),
  },
  {
    name: 'Errors per second',
    colour: 'bad',
    value: ({ errorsPerSecond }) => errorsPerSecond,
    show: (value) => (value === null ? '–' : formatRate(value)),
  },
  { name: 'p95 latency', colour: 'ink', value: ({ p95LatencyMs }) => p95LatencyMs, show: formatLatency },
];

/** The last five minutes, as the proxy counted them. */
export function TrafficCard() {
  const traffic = useLive((state) => state.traffic);
  const last = traffic.at(-1);
  return (
    <section className="card" aria-labelledby="traffic-title">
      <div className="card-head">
        <h2 id="traffic-title">Traffic</h2>
        <span className="soft">last five minutes</span>
      </div>
      {last === undefined && (
        <Notice title="No numbers yet">They come once a second, as soon as the proxy counts.</Notice>
      )}
      {last !== undefined &&
        series.map(({ name, colour, value, show }) => (
          <figure key={name} className="chart">
            <figcaption>
              {name} <strong>{show(value(last))}</strong>
            </figcaption>
            <div className="chart-space">
              <Suspense>
                <Chart
                  label={`${name}: ${show(value(last))} now`}
                  colour={colour}
                  times={traffic.map(({ time }) => Date.parse(time) / 1000)}
                  values={traffic.map(value)}
                  show={show}
                />
              </Suspense>
            </div>
          </figure>
        ))}
      {last && <Totals totals={last.totals} />}
    </section>
  );
}

function Totals({ totals: { requests, failed } }: { totals: Traffic['totals'] }) {
  return (
    <p className="traffic-totals soft">
      Since the proxy started: {formatCount(requests)} requests, {formatCount(failed)} failed
    </p>
  );
}
