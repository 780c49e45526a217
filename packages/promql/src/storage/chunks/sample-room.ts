import { wordsOf } from './words.ts';

const FIRST_SAMPLES = 1024;
const MOST_SAMPLES = 1 << 16;

/**
 * Memory for the samples of many series: they are decoded one behind the other into a few large arrays and answered as
 * views of these. Two arrays a series would cost more than decoding does.
 */
export class SampleRoom {
  timestamps = new Float64Array(0);
  values = new Float64Array(0);
  /** The same memory as `values`. */
  words: Uint32Array = new Uint32Array(0);
  used = 0;
  #next = FIRST_SAMPLES;

  /** Makes sure that so many samples fit behind `used`. */
  reserve(count: number): void {
    if (this.used + count <= this.timestamps.length) return;
    const size = Math.max(count, this.#next);
    this.#next = Math.min(MOST_SAMPLES, this.#next * 4);
    this.timestamps = new Float64Array(size);
    this.values = new Float64Array(size);
    this.words = wordsOf(this.values);
    this.used = 0;
  }

  /** The samples from `first` to `end`, kept; what was decoded around them is given free again. */
  keep(first: number, end: number): { timestamps: Float64Array; values: Float64Array } {
    const from = this.used;
    if (first > from) {
      this.timestamps.copyWithin(from, first, end);
      this.words.copyWithin(2 * from, 2 * first, 2 * end);
    }
    this.used = from + end - first;
    return {
      timestamps: this.timestamps.subarray(from, this.used),
      values: this.values.subarray(from, this.used),
    };
  }
}
