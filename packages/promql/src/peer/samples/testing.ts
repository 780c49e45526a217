import type { Words } from '../../parse/testing.ts';

/** A series of the data that both are asked about; `gaps` are times without samples. */
export interface PeerData {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [timeMs: number, value: number])[];
}

const EVERY_MS = 15_000;
const COUNT = 480;
/** Never at the edge of a range, which 2.42 takes in and later versions do not. */
const OFFSET_MS = 7;

/** Counters are far from 0: 2.42 otherwise takes another moment for when they were. */
const LONG_AGO = 100_000;

/** Words that find these samples. */
export const PEER_WORDS: Words = {
  metrics: ['requests_total', 'load', 'up', 'latency_bucket', 'odd'],
  labels: ['job', 'instance', 'code', 'le'],
  values: ['"x"', '"y"', '"0"', '"1|2"', '".+"', '""', '"[01]"', '"200"', '"5.."', '"(?i:X)"', '"+Inf"'],
  times: ['start()', 'end()', '4500.5', '5000', '1e9'],
  durations: ['5m', '2m', '1m30s', '30s', '10m', '1h', '45s', '1m500ms'],
};

/** Two hours of counters with resets, gauges, classic histograms, gaps, and series that come and go, from 1970 on. */
export function peerData(): readonly PeerData[] {
  const series: PeerData[] = [];
  for (const [j, job] of ['x', 'y'].entries()) {
    for (const instance of ['0', '1', '2']) {
      const nth = j * 3 + Number(instance);
      const id = { job, instance };
      series.push(made({ __name__: 'up', ...id }, (i) => (i % (nth + 5) === 0 ? 0 : 1), nth));
      series.push(made({ __name__: 'load', ...id }, (i) => ((i * (nth + 3)) % 41) / 8 - nth / 4, nth + 1));
      for (const [c, code] of ['200', '500'].entries()) {
        const reset = 60 + nth * 11 + c * 7;
        series.push(
          made(
            { __name__: 'requests_total', ...id, code },
            (i) => LONG_AGO + (i % reset) * (nth + 1 + c) + (i % 3),
            nth + c,
          ),
        );
      }
    }
    for (const [l, le] of ['0.1', '1', '10', '+Inf'].entries()) {
      series.push(made({ __name__: 'latency_bucket', job, le }, (i) => i * (l + 1 + j) + (i % 4) * l, 0));
    }
    const odd = [Number.NaN, Infinity, -Infinity, 0, 1.5];
    series.push(made({ __name__: 'odd', job }, (i) => odd[(i + j) % odd.length] ?? 0, 2));
  }
  return series;
}

function made(labels: Record<string, string>, value: (i: number) => number, nth: number): PeerData {
  const from = nth % 4 === 3 ? 280 : 0;
  const to = nth % 5 === 4 ? 320 : COUNT;
  const isThere = (i: number) => i >= from && i < to && (i + nth * 17) % 90 >= nth * 4;
  const steps = Array.from({ length: COUNT }, (_, i) => i).filter(isThere);
  return { labels, samples: steps.map((i) => [i * EVERY_MS + OFFSET_MS + nth, value(i)] as const) };
}

/** Half a millisecond more: promtool cuts off what is left behind the last whole one. */
export function openMetricsOf(data: readonly PeerData[]): string {
  const lines = data.flatMap(({ labels: { __name__: name, ...labels }, samples }) => {
    const pairs = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
    return samples.map(
      ([timeMs, value]) => `${name}{${pairs}} ${shown(value)} ${((timeMs + 0.5) / 1000).toFixed(4)}\n`,
    );
  });
  return `${lines.join('')}# EOF\n`;
}

function shown(value: number): string {
  return String(value).replace('Infinity', 'Inf');
}
