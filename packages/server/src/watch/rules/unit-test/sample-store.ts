import type { Labels, Matcher } from '@seaworthy/promql';
import { compareLabels } from '@seaworthy/promql';
import type { Appender, AppendOutcome, Querier, Selection, StoredSeries } from '@seaworthy/promql/storage';

interface Series {
  readonly labels: Labels;
  readonly timestamps: number[];
  readonly values: number[];
}

/**
 * Samples in memory, of a test of rules: the given ones appear as its time goes on, and what rules write is added. Unlike
 * a store for use it takes any sample: the last one of a time counts.
 */
export class SampleStore implements Querier, Appender {
  readonly #series = new Map<string, Series>();

  append(labels: Labels, timestampMs: number, value: number): AppendOutcome {
    const series = this.#series.get(labels.key) ?? { labels, timestamps: [], values: [] };
    this.#series.set(labels.key, series);
    const at = indexFor(series.timestamps, timestampMs);
    const isThere = series.timestamps[at] === timestampMs;
    series.timestamps.splice(at, isThere ? 1 : 0, timestampMs);
    series.values.splice(at, isThere ? 1 : 0, value);
    return 'ok';
  }

  async commit(): Promise<void> {}

  select({ matchers, startMs, endMs }: Selection): StoredSeries[] {
    return this.#matching(matchers)
      .map(({ labels, timestamps, values }) => {
        const from = indexFor(timestamps, startMs);
        const to = indexFor(timestamps, endMs + 1);
        return {
          labels,
          timestamps: Float64Array.from(timestamps.slice(from, to)),
          values: Float64Array.from(values.slice(from, to)),
        };
      })
      .filter(({ timestamps }) => timestamps.length > 0);
  }

  series(matcherLists: readonly (readonly Matcher[])[], startMs: number, endMs: number): readonly Labels[] {
    const lists = matcherLists.length === 0 ? [[]] : matcherLists;
    const found = lists.flatMap((matchers) => this.select({ matchers, startMs, endMs }));
    const byKey = new Map(found.map(({ labels }) => [labels.key, labels]));
    return [...byKey.values()].sort(compareLabels);
  }

  labelNames(matcherLists: readonly (readonly Matcher[])[], startMs: number, endMs: number): readonly string[] {
    return sorted(this.series(matcherLists, startMs, endMs).flatMap(({ names }) => names));
  }

  labelValues(
    name: string,
    matcherLists: readonly (readonly Matcher[])[],
    startMs: number,
    endMs: number,
  ): readonly string[] {
    const values = this.series(matcherLists, startMs, endMs).map((labels) => labels.get(name));
    return sorted(values.filter((value) => value !== ''));
  }

  #matching(matchers: readonly Matcher[]): Series[] {
    return [...this.#series.values()]
      .filter(({ labels }) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name))))
      .sort((a, b) => compareLabels(a.labels, b.labels));
  }
}

/** Where a time stands, or is to stand. Most come in order, at the end. */
function indexFor(timestamps: readonly number[], timeMs: number): number {
  let index = timestamps.length;
  while (index > 0 && (timestamps[index - 1] as number) >= timeMs) index--;
  return index;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
