const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);

/**
 * Quantiles of positive values within 1 % of the value, in memory that does not grow with their number: values are
 * counted in buckets whose bounds grow by 2 % each. Method: DDSketch (Masson, Rim, Lee; VLDB 2019).
 */
export class QuantileSketch {
  readonly #counts = new Map<number, number>();
  #total = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;

  get total(): number {
    return this.#total;
  }

  get most(): number {
    return this.#most;
  }

  add(value: number, weight: number): void {
    const bucket = value < 1 ? 0 : Math.ceil(Math.log(value) / LOG_GAMMA);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + weight);
    this.#total += weight;
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
  }

  /** 0 when there are none. */
  quantiles(ranks: readonly number[]): readonly number[] {
    const buckets = [...this.#counts].sort(([one], [other]) => one - other);
    return ranks.map((rank) => this.#quantile(buckets, rank * this.#total));
  }

  #quantile(buckets: readonly (readonly [number, number])[], wanted: number): number {
    let seen = 0;
    for (const [bucket, count] of buckets) {
      seen += count;
      if (seen < wanted) continue;
      const middle = bucket === 0 ? 0 : (2 * GAMMA ** bucket) / (GAMMA + 1);
      return Math.min(this.#most, Math.max(this.#least, middle));
    }
    return this.#most;
  }
}
