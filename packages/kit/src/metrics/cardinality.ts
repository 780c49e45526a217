/** What happened to the first recording beyond a metric's limit; later ones are only counted. */
export interface DroppedSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly limit: number;
}

/** Lets in the first `limit` label sets of one metric, and no new one after. */
export class SeriesLimit {
  readonly #known = new Set<string>();
  readonly #limit: number;
  readonly #dropped: (labels: Readonly<Record<string, string>>) => void;

  constructor(limit: number, dropped: (labels: Readonly<Record<string, string>>) => void) {
    this.#limit = limit;
    this.#dropped = dropped;
  }

  admits(labels: Readonly<Record<string, string>>): boolean {
    const key = seriesKey(labels);
    if (this.#known.has(key)) return true;
    if (this.#known.size < this.#limit) {
      this.#known.add(key);
      return true;
    }
    this.#dropped(labels);
    return false;
  }

  forget(labels: Readonly<Record<string, string>>): void {
    this.#known.delete(seriesKey(labels));
  }

  clear(): void {
    this.#known.clear();
  }
}

/** No value can hold a NUL and look like two: each is written with its length. */
function seriesKey(labels: Readonly<Record<string, string>>): string {
  let key = '';
  for (const name in labels) key += `${labels[name]?.length}:${labels[name]}`;
  return key;
}
