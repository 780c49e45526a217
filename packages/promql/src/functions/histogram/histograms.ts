import type { Annotations } from '../../answer/annotations.ts';
import type { Range } from '../../ast/index.ts';
import type { Labels } from '../../labels/index.ts';
import type { Column } from '../../values/column.ts';
import { withoutName } from '../../values/merge.ts';
import type { Bucket } from './buckets.ts';

/** The label that holds a bucket's upper bound. */
const BOUND = 'le';
const WITHOUT_BOUND: ReadonlySet<string> = new Set([BOUND]);

/** The buckets of one classic histogram. */
export interface Histogram {
  /** Without the bound and the metric's name. */
  readonly labels: Labels;
  readonly metricName: string;
  readonly buckets: { readonly upperBound: number; readonly column: Column }[];
}

/** Puts the series that differ only in their bound together; series whose bound is no number are left out, with a warning. */
export function histogramsOf(columns: readonly Column[], place: Range, annotations: Annotations): Histogram[] {
  const histograms = new Map<string, Histogram>();
  for (const column of columns) {
    const upperBound = boundOf(column.labels.get(BOUND));
    if (upperBound === undefined) {
      annotations.warn(badBound(column.labels), place);
      continue;
    }
    const shared = column.labels.without(WITHOUT_BOUND);
    const histogram = histograms.get(shared.key) ?? emptyHistogram(shared);
    histogram.buckets.push({ upperBound, column });
    histograms.set(shared.key, histogram);
  }
  return [...histograms.values()];
}

export function bucketsAtStep({ buckets }: Histogram, step: number): Bucket[] {
  const found: Bucket[] = [];
  for (const { upperBound, column } of buckets) {
    if (column.present[step]) found.push({ upperBound, count: column.values[step] as number });
  }
  return found;
}

function emptyHistogram(labels: Labels): Histogram {
  return { labels: withoutName(labels), metricName: labels.metricName, buckets: [] };
}

function badBound(labels: Labels): string {
  const [value, name] = [JSON.stringify(labels.get(BOUND)), JSON.stringify(labels.metricName)];
  return `bucket label "le" is missing or has a malformed value of ${value} for metric name ${name}`;
}

function boundOf(text: string): number | undefined {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
