import type { HeadSeries } from './head-series.ts';

/** Accepted samples that wait for their commit, in flat arrays that are used again and again. */
export class Staged {
  series: HeadSeries[] = [];
  timestamps = new Float64Array(64);
  /** High and low word of each value in turn. */
  words = new Uint32Array(128);

  get count(): number {
    return this.series.length;
  }

  push(series: HeadSeries, timestampMs: number, high: number, low: number): void {
    const index = this.series.length;
    if (index === this.timestamps.length) this.#grow();
    this.series.push(series);
    this.timestamps[index] = timestampMs;
    this.words[2 * index] = high;
    this.words[2 * index + 1] = low;
  }

  clear(): void {
    this.series = [];
  }

  #grow(): void {
    const timestamps = new Float64Array(this.timestamps.length * 2);
    const words = new Uint32Array(this.words.length * 2);
    timestamps.set(this.timestamps);
    words.set(this.words);
    this.timestamps = timestamps;
    this.words = words;
  }
}
