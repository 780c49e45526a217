import type { PrometheusAnswer } from '@seaworthy/api/caller';

export type Labels = Readonly<Record<string, string>>;

/** Series that share their times: what a chart draws. */
export interface AlignedSeries {
  /** Seconds since 1970, rising, a step apart. */
  readonly times: readonly number[];
  readonly series: readonly { readonly labels: Labels; readonly values: readonly (number | null)[] }[];
}

/** One sample of each series, as an instant query answers it; a scalar is a series without labels. */
export interface InstantSample {
  readonly labels: Labels;
  readonly value: number;
}

interface MatrixSeries {
  readonly metric: Labels;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

/** What `/query_range` answered, at every step of what was asked: null where a series has nothing, which is a gap. */
export function alignedOf(
  answer: PrometheusAnswer,
  asked: { start: number; end: number; step: number },
): AlignedSeries {
  const { result = [] } = answer.data as { result?: readonly MatrixSeries[] };
  const { start, end, step } = asked;
  const count = Math.floor((end - start) / step + 1e-9) + 1;
  const times = Array.from({ length: count }, (_, index) => start + index * step);
  const series = result.map(({ metric, values }) => {
    const aligned = new Array<number | null>(count).fill(null);
    for (const [seconds, text] of values) aligned[Math.round((seconds - start) / step)] = drawable(text);
    return { labels: metric, values: aligned };
  });
  return { times, series };
}

/** What `/query` answered. */
export function samplesOf({ data }: PrometheusAnswer): readonly InstantSample[] {
  const { resultType, result } = data as { resultType: string; result: unknown };
  if (resultType === 'scalar') return [{ labels: {}, value: Number((result as [number, string])[1]) }];
  if (resultType !== 'vector') return [];
  const vector = result as readonly { metric: Labels; value: readonly [number, string] }[];
  return vector.map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
}

/** `{job="api", slot="green"}`, without the name when `withName` is false. */
export function nameOfSeries(labels: Labels, withName = true): string {
  const { __name__: name = '', ...others } = labels;
  const pairs = Object.entries(others).map(([key, value]) => `${key}="${value}"`);
  const braces = pairs.length === 0 ? '' : `{${pairs.join(', ')}}`;
  return (withName ? name : '') + braces || 'value';
}

function drawable(text: string): number | null {
  const value = numberOf(text);
  return Number.isFinite(value) ? value : null;
}

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
