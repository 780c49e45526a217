import type { Labels } from '@seaworthy/promql';

/** A series of one target. */
export interface CachedSeries {
  /** As on the page; '' when the cache has forgotten it. */
  text: string;
  /** Undefined: relabelling drops it. */
  labels: Labels | undefined;
  /** The series that followed on the last page: most likely it follows again. */
  next: CachedSeries | undefined;
  /** Whether its last sample was good, so that it needs a staleness marker when it vanishes. */
  isLive: boolean;
  /** Number of the last good scrape that had it. */
  seenIn: number;
}

/**
 * The series of one target by their text on the page, so that labels are made once in a series' life, and those that
 * vanish are known.
 */
export class SeriesCache {
  readonly #byText = new Map<string, CachedSeries>();
  #scrape = 0;

  constructor(readonly makeLabels: (series: string) => Labels | undefined) {}

  /** `after`: the series before it on the page. */
  find(text: string, after?: CachedSeries): CachedSeries {
    const guess = after?.next;
    if (guess?.text === text) return guess;
    const series = this.#byText.get(text) ?? this.#create(detached(text));
    if (after !== undefined) after.next = series;
    return series;
  }

  /** Begins the account of a good page. */
  begin(): void {
    this.#scrape++;
  }

  /** Notes a series of this page; true when it was not there before. */
  see(series: CachedSeries, tracksStaleness: boolean): boolean {
    series.seenIn = this.#scrape;
    const isNew = !series.isLive;
    series.isLive = tracksStaleness;
    return isNew;
  }

  /** Ends the account: forgets the series that were not seen, and returns the labels of those that so ended. */
  end(): Labels[] {
    const gone: Labels[] = [];
    for (const series of this.#byText.values()) {
      const { labels, isLive, seenIn } = series;
      if (seenIn === this.#scrape) continue;
      this.#forget(series);
      if (isLive && labels !== undefined) gone.push(labels);
    }
    return gone.length === 0 ? gone : this.#withoutPresent(gone);
  }

  /** No page: every live series ends. The labels are kept for when it comes back. */
  endAll(): Labels[] {
    const gone: Labels[] = [];
    for (const series of this.#byText.values()) {
      if (series.seenIn < 0) this.#forget(series);
      if (series.isLive && series.labels !== undefined) gone.push(series.labels);
      series.isLive = false;
    }
    return gone;
  }

  #create(text: string): CachedSeries {
    const series = { text, labels: this.makeLabels(text), next: undefined, isLive: false, seenIn: -1 };
    this.#byText.set(text, series);
    return series;
  }

  #forget(series: CachedSeries): void {
    this.#byText.delete(series.text);
    series.text = '';
    series.next = undefined;
  }

  /** Another text may have the same labels: then the series lives on. */
  #withoutPresent(gone: readonly Labels[]): Labels[] {
    const present = new Set([...this.#byText.values()].map(({ labels }) => labels?.key));
    return gone.filter(({ key }) => !present.has(key));
  }
}

/** A copy of its own: a part of a text would hold the whole page in memory. */
function detached(text: string): string {
  return Buffer.from(text).toString();
}
