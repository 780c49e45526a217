import type { Labels } from '@seaworthy/promql';

/** A series of one target. */
export interface CachedSeries {
  /** Undefined: relabelling drops it. */
  readonly labels: Labels | undefined;
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

  find(text: string): CachedSeries {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const series = { labels: this.makeLabels(text), isLive: false, seenIn: -1 };
    this.#byText.set(detached(text), series);
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
    for (const [text, { labels, isLive, seenIn }] of this.#byText) {
      if (seenIn === this.#scrape) continue;
      this.#byText.delete(text);
      if (isLive && labels !== undefined) gone.push(labels);
    }
    return gone.length === 0 ? gone : this.#withoutPresent(gone);
  }

  /** No page: every live series ends. The labels are kept for when it comes back. */
  endAll(): Labels[] {
    const gone: Labels[] = [];
    for (const [text, series] of this.#byText) {
      if (series.seenIn < 0) this.#byText.delete(text);
      if (series.isLive && series.labels !== undefined) gone.push(series.labels);
      series.isLive = false;
    }
    return gone;
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
