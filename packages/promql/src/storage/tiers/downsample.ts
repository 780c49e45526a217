import type { Labels } from '../../labels/labels.ts';
import type { Samples } from '../chunks/read.ts';
import { HIGH, isStaleWords, LOW, wordsOf } from '../chunks/words.ts';

/** Gets the samples that are kept, ascending: time, high and low word of the value. */
export type Keep = (timestampMs: number, high: number, low: number) => void;

/** After a longer silence a series begins anew, as after a staleness marker: instant queries look back so far. */
const SILENCE_MS = 300_000;
/** A bucket's last sample moves to the bucket's end if the next was due after it: by at most so many of its distances. */
const MOVE_DISTANCES = 1.5;
const COUNTER_NAME = /_(total|count|sum|bucket)$/;
/** A series without such a name whose values fall more rarely than this is kept like a counter; that costs little. */
const RARE_FALLS = 1 / 20;

/**
 * Thins samples out to one a bucket, so that a query at a bucket's end sees what it saw before:
 *
 * - the last sample of each bucket [k*w, (k+1)*w) stands at the bucket's last millisecond, so that looking back one
 *   width finds exactly one; when its series was about to fall silent it keeps its own time;
 * - where a counter falls, the sample before and the one after stay: the sum of all increases is what it was;
 * - the first sample of a series, or after a silence or a staleness marker, stays, and so does a marker that ends a
 *   bucket, with the last sample before it.
 *
 * What changes: a sample that moved comes later by less than one distance of scrapes when these are regular, so the rate
 * over a window errs by about (distance / window) of what one distance differs from the next; the highest and lowest
 * values within a bucket are gone, and so are absences shorter than a bucket.
 */
export function downsample(labels: Labels, samples: Samples, widthMs: number, keep: Keep): void {
  const run = withoutShortAbsences(samples, widthMs);
  const keepsFalls = COUNTER_NAME.test(labels.metricName) || hasRareFalls(run);
  for (let index = 0; index < run.length; index++) {
    if (run.endsBucket(index))
      keep(run.isStale(index) ? run.timeMs(index) : movedTo(run, index), run.high(index), run.low(index));
    else if (run.begins(index) || run.isStale(index + 1) || (keepsFalls && run.isAtFall(index))) {
      keep(run.timeMs(index), run.high(index), run.low(index));
    }
  }
}

function movedTo(run: Run, index: number): number {
  const timeMs = run.timeMs(index);
  const endMs = run.bucketEndMs(index);
  const distanceMs = index > 0 ? timeMs - run.timeMs(index - 1) : 0;
  return endMs - timeMs <= MOVE_DISTANCES * distanceMs ? endMs : timeMs;
}

function hasRareFalls(run: Run): boolean {
  let falls = 0;
  for (let index = 1; index < run.length; index++) if (run.falls(index)) falls += 1;
  return falls <= run.length * RARE_FALLS;
}

/** Staleness markers that another sample of their bucket follows say nothing at the tier's resolution. */
function withoutShortAbsences(samples: Samples, widthMs: number): Run {
  const all = new Run(samples, widthMs);
  const kept: number[] = [];
  for (let index = 0; index < all.length; index++) {
    if (!all.isStale(index) || all.endsBucket(index)) kept.push(index);
  }
  return kept.length === all.length ? all : all.only(kept);
}

class Run {
  readonly length: number;
  readonly #words: Uint32Array;

  constructor(
    readonly samples: Samples,
    readonly widthMs: number,
  ) {
    this.length = samples.timestamps.length;
    this.#words = wordsOf(samples.values);
  }

  only(indexes: readonly number[]): Run {
    const values = new Float64Array(indexes.length);
    const words = wordsOf(values);
    for (const [to, from] of indexes.entries()) words.set(this.#words.subarray(2 * from, 2 * from + 2), 2 * to);
    return new Run({ timestamps: Float64Array.from(indexes, (index) => this.timeMs(index)), values }, this.widthMs);
  }

  timeMs(index: number): number {
    return this.samples.timestamps[index] as number;
  }

  high(index: number): number {
    return this.#words[2 * index + HIGH] as number;
  }

  low(index: number): number {
    return this.#words[2 * index + LOW] as number;
  }

  isStale(index: number): boolean {
    return index < this.length && isStaleWords(this.high(index), this.low(index));
  }

  bucketEndMs(index: number): number {
    return (Math.floor(this.timeMs(index) / this.widthMs) + 1) * this.widthMs - 1;
  }

  endsBucket(index: number): boolean {
    return index + 1 === this.length || this.timeMs(index + 1) > this.bucketEndMs(index);
  }

  begins(index: number): boolean {
    return index === 0 || this.isStale(index - 1) || this.timeMs(index) - this.timeMs(index - 1) > SILENCE_MS;
  }

  /** Whether the value is lower than the one before; a marker between the two does not hide it. */
  falls(index: number): boolean {
    const before = this.isStale(index - 1) ? index - 2 : index - 1;
    return before >= 0 && (this.samples.values[index] as number) < (this.samples.values[before] as number);
  }

  isAtFall(index: number): boolean {
    return this.falls(index) || (index + 1 < this.length && this.falls(index + 1));
  }
}
