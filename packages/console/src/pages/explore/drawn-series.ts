import type { AlignedSeries } from '../../data/matrix.ts';
import { nameOfSeries } from '../../data/matrix.ts';

export interface DrawnSeries {
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** How many more there are, lower than those drawn. */
  readonly left: number;
}

/** What is drawn without a wait, and what an eye can tell apart with some patience. */
const mostPoints = 50_000;
const mostSeries = 100;

/** The highest, in their order; names without what all of them share would be shorter, but say less. */
export function drawnOf({ times, series }: AlignedSeries): DrawnSeries {
  const most = Math.max(1, Math.min(mostSeries, Math.floor(mostPoints / Math.max(1, times.length))));
  const kept = series.length <= most ? series : highest(series, most);
  return {
    times,
    series: kept.map(({ labels, values }) => ({ name: nameOfSeries(labels), values })),
    left: series.length - kept.length,
  };
}

function highest(series: AlignedSeries['series'], most: number): AlignedSeries['series'] {
  const peaks = series.map(({ values }, index) => ({ index, peak: peakOf(values) }));
  peaks.sort((a, b) => b.peak - a.peak);
  const chosen = new Set(peaks.slice(0, most).map(({ index }) => index));
  return series.filter((_, index) => chosen.has(index));
}

function peakOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((peak, value) => (value !== null && value > peak ? value : peak), -Infinity);
}
