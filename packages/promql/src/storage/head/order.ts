import { compareLabels } from '../../labels/labels.ts';
import type { HeadSeries } from './head-series.ts';

/**
 * Keeps series in the order of their labels, so that an answer is sorted by comparing numbers. New series are sorted
 * among themselves and merged when an answer first needs the order.
 */
export class SeriesOrder {
  #sorted: HeadSeries[] = [];
  #fresh: HeadSeries[] = [];

  add(series: HeadSeries): void {
    this.#fresh.push(series);
  }

  remove(gone: ReadonlySet<HeadSeries>): void {
    this.#fresh = this.#fresh.filter((series) => !gone.has(series));
    this.#sorted = this.#sorted.filter((series) => !gone.has(series));
    this.#number();
  }

  all(): readonly HeadSeries[] {
    this.#settle();
    return this.#sorted;
  }

  sort(series: readonly HeadSeries[]): HeadSeries[] {
    this.#settle();
    const ranks = Uint32Array.from(series, ({ rank }) => rank).sort();
    return Array.from(ranks, (rank) => this.#sorted[rank] as HeadSeries);
  }

  #settle(): void {
    if (this.#fresh.length === 0) return;
    const fresh = this.#fresh.sort((a, b) => compareLabels(a.labels, b.labels));
    this.#fresh = [];
    this.#sorted = mergeSorted(this.#sorted, fresh);
    this.#number();
  }

  #number(): void {
    for (const [rank, series] of this.#sorted.entries()) series.rank = rank;
  }
}

/** A few new ones are put in by search; comparing labels is what costs. */
function mergeSorted(sorted: readonly HeadSeries[], fresh: readonly HeadSeries[]): HeadSeries[] {
  const merged: HeadSeries[] = [];
  let at = 0;
  for (const series of fresh) {
    const place = placeOf(sorted, series, at);
    for (; at < place; at++) merged.push(sorted[at] as HeadSeries);
    merged.push(series);
  }
  for (; at < sorted.length; at++) merged.push(sorted[at] as HeadSeries);
  return merged;
}

function placeOf(sorted: readonly HeadSeries[], series: HeadSeries, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareLabels((sorted[middle] as HeadSeries).labels, series.labels) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
