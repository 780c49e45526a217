import type { Labels, Matcher } from '@seaworthy/promql';
import { compareLabels, isStale, writeStale } from '@seaworthy/promql';
import type { Appender, AppendOutcome, Querier, Selection, StoredSeries } from '@seaworthy/promql/storage';

/** Kept in buffers that grow: only there is a staleness marker safe from becoming any other NaN. */
interface Series {
  readonly labels: Labels;
  timestamps: Float64Array;
  values: Float64Array;
  length: number;
}

/**
 * Samples in memory, of a test of rules: the given ones appear as its time goes on, and what rules write is added. Unlike
 * a store for use it takes any sample: the last one of a time counts.
 */
export class SampleStore implements Querier, Appender {
  readonly #series = new Map<string, Series>();

  append(labels: Labels, timestampMs: number, value: number): AppendOutcome {
    const series = this.#series.get(labels.key) ?? emptySeries(labels);
    this.#series.set(labels.key, series);
    const at = indexFor(series, timestampMs);
    if (at === series.length || series.timestamps[at] !== timestampMs) makeRoom(series, at);
    series.timestamps[at] = timestampMs;
    if (isStale(value)) writeStale(series.values, at);
    else series.values[at] = value;
    return 'ok';
  }

  async commit(): Promise<void> {}

  select({ matchers, startMs, endMs }: Selection): StoredSeries[] {
    return this.#matching(matchers)
      .map((series) => {
        const [from, to] = [indexFor(series, startMs), indexFor(series, endMs + 1)];
        const { labels, timestamps, values } = series;
        return { labels, timestamps: timestamps.slice(from, to), values: values.slice(from, to) };
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

function emptySeries(labels: Labels): Series {
  return { labels, timestamps: new Float64Array(16), values: new Float64Array(16), length: 0 };
}

/** Where a time stands, or is to stand. Most come in order, at the end. */
function indexFor({ timestamps, length }: Series, timeMs: number): number {
  let index = length;
  while (index > 0 && (timestamps[index - 1] as number) >= timeMs) index--;
  return index;
}

function makeRoom(series: Series, at: number): void {
  if (series.length === series.values.length) {
    series.timestamps = grown(series.timestamps);
    series.values = grown(series.values);
  }
  series.timestamps.copyWithin(at + 1, at, series.length);
  series.values.copyWithin(at + 1, at, series.length);
  series.length++;
}

function grown(buffer: Float64Array): Float64Array {
  const larger = new Float64Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
