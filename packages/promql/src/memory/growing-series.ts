import type { Labels } from '../labels/index.ts';
import type { Samples } from '../values/samples.ts';
import { isStale, writeStale } from '../values/stale.ts';

const FIRST_ROOM = 16;

/** Samples of one series in arrays that grow: only in typed arrays is a staleness marker safe from becoming any other NaN. */
export class GrowingSeries {
  #timestamps: Float64Array;
  #values: Float64Array;
  #length: number;

  /** The arrays are kept as they are until they must grow. */
  constructor(
    readonly labels: Labels,
    { timestamps, values }: Samples = { timestamps: new Float64Array(0), values: new Float64Array(0) },
  ) {
    this.#timestamps = timestamps;
    this.#values = values;
    this.#length = timestamps.length;
  }

  /** At any time; the last value of a time counts. */
  put(timestampMs: number, value: number): void {
    const at = this.#indexOf(timestampMs);
    if (at === this.#length || this.#timestamps[at] !== timestampMs) this.#makeRoom(at);
    this.#timestamps[at] = timestampMs;
    if (isStale(value)) writeStale(this.#values, at);
    else this.#values[at] = value;
  }

  /** Both inclusive. */
  between(startMs: number, endMs: number): Samples {
    const [from, to] = [this.#indexOf(startMs), this.#indexOf(Math.floor(endMs) + 1)];
    return { timestamps: this.#timestamps.subarray(from, to), values: this.#values.subarray(from, to) };
  }

  /** Of the first sample that is not earlier. */
  #indexOf(timeMs: number): number {
    const last = this.#timestamps[this.#length - 1];
    if (last === undefined || last < timeMs) return this.#length;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timestamps[middle] as number) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #makeRoom(at: number): void {
    if (this.#length === this.#values.length) {
      this.#timestamps = grown(this.#timestamps);
      this.#values = grown(this.#values);
    }
    this.#timestamps.copyWithin(at + 1, at, this.#length);
    this.#values.copyWithin(at + 1, at, this.#length);
    this.#length++;
  }
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(Math.max(FIRST_ROOM, array.length * 2));
  larger.set(array);
  return larger;
}
