import type { Labels } from '../labels/labels.ts';
import type { Matcher } from '../labels/matcher.ts';

/** What to read: series for which all matchers hold, and of these the samples from startMs to endMs, both inclusive. */
export interface Selection {
  readonly matchers: readonly Matcher[];
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Samples of one series. Timestamps are whole milliseconds, strictly ascending, as long as `values`; a staleness marker
 * is a value with the bit pattern of `staleNaN`. The arrays may be views into the store: readers never write to them.
 */
export interface StoredSeries {
  readonly labels: Labels;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** The reading side of a store. A call sees every sample committed before it, and of a commit all or nothing. */
export interface Querier {
  /**
   * The matching series that have at least one sample in the selection, sorted by labels, each at most once. It may
   * answer at once or in a promise; it rejects with the signal's reason when the signal aborts.
   */
  select(selection: Selection, signal?: AbortSignal): StoredSeries[] | Promise<StoredSeries[]>;

  /** Labels of the series that match any of the matcher lists in the time range, sorted, without duplicates. */
  series(
    matcherLists: readonly (readonly Matcher[])[],
    startMs: number,
    endMs: number,
  ): readonly Labels[] | Promise<readonly Labels[]>;

  /** Names of the labels that series in the time range have, sorted; no matcher list means every series. */
  labelNames(
    matcherLists: readonly (readonly Matcher[])[],
    startMs: number,
    endMs: number,
  ): readonly string[] | Promise<readonly string[]>;

  /** Values of one label on series in the time range, sorted; no matcher list means every series. */
  labelValues(
    name: string,
    matcherLists: readonly (readonly Matcher[])[],
    startMs: number,
    endMs: number,
  ): readonly string[] | Promise<readonly string[]>;
}

/**
 * What became of a sample. `out_of_order`: older than the newest of its series (and outside what the store accepts late);
 * `duplicate`: the series has another value at this time (the same value again is `ok`); `limit`: a new series over the
 * store's limit.
 */
export type AppendOutcome = 'ok' | 'out_of_order' | 'duplicate' | 'limit';

/** The writing side: samples become visible together at commit, and last from then on. */
export interface Appender {
  /**
   * A value for which `isStale` holds is a staleness marker. It has to come straight from `staleNaN` or a typed array:
   * ordinary arrays (`[staleNaN]`) replace it by a plain NaN.
   */
  append(labels: Labels, timestampMs: number, value: number): AppendOutcome;

  /**
   * The store's own copy of equal labels, or the labels themselves when it has none. Whoever appends to a series again and
   * again should hold the copy instead: the memory is shared, and the series is found at once.
   */
  own?(labels: Labels): Labels;

  commit(): Promise<void>;
}
