import { decodeChunk } from './decode.ts';
import { readHeader } from './format.ts';
import { wordsOf } from './words.ts';

export interface Samples {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** Chunks of one series: `offset` into bytes that go on for SLACK_BYTES behind the chunk. */
export interface ChunkAt {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly offset: number;
}

/** The samples of chunks in ascending order that lie in startMs to endMs, both inclusive; undefined when there is none. */
export function readSamples(chunks: readonly ChunkAt[], startMs: number, endMs: number): Samples | undefined {
  const wanted = chunks
    .map((chunk) => ({ ...chunk, header: readHeader(chunk.view, chunk.offset) }))
    .filter(({ header }) => header.lastMs >= startMs && header.firstMs <= endMs);
  const count = wanted.reduce((sum, { header }) => sum + header.count, 0);
  if (count === 0) return undefined;
  const timestamps = new Float64Array(count);
  const values = new Float64Array(count);
  const words = wordsOf(values);
  let at = 0;
  for (const { bytes, offset, header } of wanted) at = decodeChunk(bytes, offset, header, timestamps, words, at);
  return between(timestamps, values, startMs, endMs);
}

function between(timestamps: Float64Array, values: Float64Array, startMs: number, endMs: number): Samples | undefined {
  const first = (timestamps[0] as number) >= startMs ? 0 : firstAtLeast(timestamps, startMs);
  const end =
    (timestamps[timestamps.length - 1] as number) <= endMs ? timestamps.length : firstAtLeast(timestamps, endMs + 1);
  if (first >= end) return undefined;
  if (first === 0 && end === timestamps.length) return { timestamps, values };
  return { timestamps: timestamps.subarray(first, end), values: values.subarray(first, end) };
}

/** Index of the first time that is not before `atMs`. */
export function firstAtLeast(timestamps: Float64Array, atMs: number): number {
  let low = 0;
  let high = timestamps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] as number) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
