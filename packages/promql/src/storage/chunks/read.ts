import { decodeChunk } from './decode.ts';
import { HEADER_BYTES, readHeader } from './format.ts';
import { wordsOf } from './words.ts';

export interface Samples {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** A chunk where it lies: in bytes that go on for SLACK_BYTES behind it. */
export interface ChunkAt {
  readonly bytes: Uint8Array;
  /** Where the payload begins. */
  readonly offset: number;
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

export function chunkAt(bytes: Uint8Array, view: DataView, offset: number): ChunkAt {
  const { count, firstMs, lastMs } = readHeader(view, offset);
  return { bytes, offset: offset + HEADER_BYTES, count, firstMs, lastMs };
}

/** The chunks of a run, one behind the other in `length` bytes from `offset` on. */
export function chunksOfRun(bytes: Uint8Array, offset: number, length: number): ChunkAt[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: ChunkAt[] = [];
  for (let at = offset; at < offset + length; at += readHeader(view, at).bytes) chunks.push(chunkAt(bytes, view, at));
  return chunks;
}

/** The samples of chunks in ascending order that lie in startMs to endMs, both inclusive; undefined when there is none. */
export function readSamples(chunks: readonly ChunkAt[], startMs: number, endMs: number): Samples | undefined {
  let count = 0;
  for (const chunk of chunks) if (overlaps(chunk, startMs, endMs)) count += chunk.count;
  if (count === 0) return undefined;
  const timestamps = new Float64Array(count);
  const values = new Float64Array(count);
  const words = wordsOf(values);
  let at = 0;
  for (const chunk of chunks) {
    if (overlaps(chunk, startMs, endMs)) at = decodeChunk(chunk, timestamps, values, words, at);
  }
  return between(timestamps, values, startMs, endMs);
}

function overlaps({ firstMs, lastMs }: ChunkAt, startMs: number, endMs: number): boolean {
  return lastMs >= startMs && firstMs <= endMs;
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
