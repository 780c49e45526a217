import { byName } from './legends.ts';
import type { Course } from './panel-data.ts';

export interface HeatRow {
  readonly name: string;
  /** Upper bound, where the row is a bucket. */
  readonly bound?: number;
  readonly values: readonly (number | null)[];
}

/** The rows of a heatmap, the highest first. Series with a label `le` are cumulative buckets: each loses what lies below. */
export function heatRowsOf({ series }: Course): readonly HeatRow[] {
  if (series.length === 0 || series.some(({ labels }) => labels['le'] === undefined)) {
    return byName(series).map(({ name, values }) => ({ name, values }));
  }
  const buckets = series
    .map(({ labels, values }) => ({ name: labels['le'] ?? '', bound: boundOf(labels['le'] ?? ''), values }))
    .sort((a, b) => a.bound - b.bound);
  const rows = buckets.map((bucket, index) => ({
    ...bucket,
    values: without(bucket.values, buckets[index - 1]?.values),
  }));
  return trimmed(rows).toReversed();
}

function boundOf(le: string): number {
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
}

/** Rounding and scrapes in between can make a bucket smaller than the one inside it: never below nothing. */
function without(values: readonly (number | null)[], below: readonly (number | null)[] | undefined) {
  return values.map((value, index) => (value === null ? null : Math.max(0, value - (below?.[index] ?? 0))));
}

/** Without the empty buckets at both ends. */
function trimmed(rows: readonly HeatRow[]): readonly HeatRow[] {
  const isFull = ({ values }: HeatRow) => values.some((value) => value !== null && value > 0);
  const [first, last] = [rows.findIndex(isFull), rows.findLastIndex(isFull)];
  return first === -1 ? rows : rows.slice(first, last + 1);
}

export function hottest(rows: readonly HeatRow[]): number {
  return rows.reduce((top, { values }) => values.reduce<number>((most, value) => Math.max(most, value ?? 0), top), 0);
}

/** How strong a cell is, from 0 to 1; by its root, so that what is rare is seen beside what is frequent. */
export function heatOf(value: number | null, top: number): number {
  return value === null || value <= 0 || top <= 0 ? 0 : 0.12 + 0.88 * Math.sqrt(value / top);
}
