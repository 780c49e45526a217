import type { LabelSource, Matcher } from '../labels/index.ts';
import { compareLabels, Labels } from '../labels/index.ts';
import type { Appender, AppendOutcome, Querier, Selection, StoredSeries } from '../storage/port.ts';
import type { Samples } from '../values/samples.ts';
import { staleNaN } from '../values/stale.ts';
import { GrowingSeries } from './growing-series.ts';

/** `stale` marks the end of a series: the marker's bits would not survive in an ordinary array. */
export type Sample = readonly [timestampMs: number, value: number | 'stale'];

/**
 * Samples in memory, for tests, checks of rules against made-up data, and programs that have all they ask about. Unlike a
 * store for use it takes any sample, of any time, and shows it at once: the last one of a time counts.
 */
export class MemoryStorage implements Querier, Appender {
  readonly #byKey = new Map<string, GrowingSeries>();
  #sorted: readonly GrowingSeries[] | undefined;

  add(labels: LabelSource, samples: readonly Sample[]): void {
    const series = this.#seriesOf(Labels.from(labels));
    for (const [timestampMs, value] of samples) series.put(timestampMs, value === 'stale' ? staleNaN : value);
  }

  /** A series that is not there yet, from ascending arrays, which are kept as they are. */
  addArrays(labels: Labels, samples: Samples): void {
    this.#keep(new GrowingSeries(labels, samples));
  }

  append(labels: Labels, timestampMs: number, value: number): AppendOutcome {
    this.#seriesOf(labels).put(timestampMs, value);
    return 'ok';
  }

  async commit(): Promise<void> {}

  select({ matchers, startMs, endMs }: Selection): StoredSeries[] {
    return this.#inOrder()
      .filter(({ labels }) => matchesAll(labels, matchers))
      .map((series) => ({ labels: series.labels, ...series.between(startMs, endMs) }))
      .filter(({ timestamps }) => timestamps.length > 0);
  }

  series(matcherLists: readonly (readonly Matcher[])[], startMs: number, endMs: number): readonly Labels[] {
    const wanted = (labels: Labels) => matcherLists.some((matchers) => matchesAll(labels, matchers));
    const present = this.select({ matchers: [], startMs, endMs }).map(({ labels }) => labels);
    return matcherLists.length === 0 ? present : present.filter(wanted);
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

  #seriesOf(labels: Labels): GrowingSeries {
    return this.#byKey.get(labels.key) ?? this.#keep(new GrowingSeries(labels));
  }

  #keep(series: GrowingSeries): GrowingSeries {
    this.#byKey.set(series.labels.key, series);
    this.#sorted = undefined;
    return series;
  }

  #inOrder(): readonly GrowingSeries[] {
    this.#sorted ??= [...this.#byKey.values()].sort((a, b) => compareLabels(a.labels, b.labels));
    return this.#sorted;
  }
}

function matchesAll(labels: Labels, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
