import type { LabelSource, Matcher } from '../labels/index.ts';
import { compareLabels, Labels } from '../labels/index.ts';
import type { Querier, Selection, StoredSeries } from '../storage/port.ts';
import type { Samples } from '../values/samples.ts';
import { writeStale } from '../values/stale.ts';

/** `stale` marks the end of a series: the marker's bits would not survive in an ordinary array. */
export type Sample = readonly [timestampMs: number, value: number | 'stale'];

/** Samples in memory, for tests, checks of rules against made-up data, and programs that have all they ask about. */
export class MemoryStorage implements Querier {
  readonly #series: StoredSeries[] = [];
  #isSorted = true;

  /** A series that is not there yet; its samples ascend in time. */
  add(labels: LabelSource, samples: readonly Sample[]): void {
    const timestamps = Float64Array.from(samples, ([timestampMs]) => timestampMs);
    const values = new Float64Array(samples.length);
    for (const [i, [, value]] of samples.entries()) {
      if (value === 'stale') writeStale(values, i);
      else values[i] = value;
    }
    this.addArrays(Labels.from(labels), { timestamps, values });
  }

  /** The same from arrays, which are kept as they are. */
  addArrays(labels: Labels, { timestamps, values }: Samples): void {
    this.#series.push({ labels, timestamps, values });
    this.#isSorted = false;
  }

  select({ matchers, startMs, endMs }: Selection): StoredSeries[] {
    const matching = this.#sorted().filter(({ labels }) => matchesAll(labels, matchers));
    return matching.map((series) => within(series, startMs, endMs)).filter(hasSamples);
  }

  series(matcherLists: readonly (readonly Matcher[])[], startMs: number, endMs: number): readonly Labels[] {
    const wanted = ({ labels }: StoredSeries) => matcherLists.some((matchers) => matchesAll(labels, matchers));
    const matching = matcherLists.length === 0 ? this.#sorted() : this.#sorted().filter(wanted);
    return matching.filter((series) => hasSamples(within(series, startMs, endMs))).map(({ labels }) => labels);
  }

  labelNames(matcherLists: readonly (readonly Matcher[])[], startMs: number, endMs: number): readonly string[] {
    return sortedSet(this.series(matcherLists, startMs, endMs).flatMap(({ names }) => names));
  }

  labelValues(
    name: string,
    matcherLists: readonly (readonly Matcher[])[],
    startMs: number,
    endMs: number,
  ): readonly string[] {
    const values = this.series(matcherLists, startMs, endMs).map((labels) => labels.get(name));
    return sortedSet(values.filter((value) => value !== ''));
  }

  #sorted(): readonly StoredSeries[] {
    if (!this.#isSorted) this.#series.sort((a, b) => compareLabels(a.labels, b.labels));
    this.#isSorted = true;
    return this.#series;
  }
}

function matchesAll(labels: Labels, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}

function within({ labels, timestamps, values }: StoredSeries, startMs: number, endMs: number): StoredSeries {
  const from = firstAtOrAfter(timestamps, startMs);
  const to = firstAtOrAfter(timestamps, Math.floor(endMs) + 1);
  return { labels, timestamps: timestamps.subarray(from, to), values: values.subarray(from, to) };
}

function hasSamples({ timestamps }: StoredSeries): boolean {
  return timestamps.length > 0;
}

function firstAtOrAfter(timestamps: Float64Array, timeMs: number): number {
  let low = 0;
  let high = timestamps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
