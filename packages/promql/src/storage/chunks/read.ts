import { decodeChunk } from './decode.ts';
import { HEADER_BYTES, readHeader } from './format.ts';
import { SampleRoom } from './sample-room.ts';

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

/**
 * The samples of chunks in ascending order that lie in startMs to endMs, both inclusive; undefined when there is none.
 * Whoever reads many series gives them one room.
 */
export function readSamples(
  chunks: readonly ChunkAt[],
  startMs: number,
  endMs: number,
  room = new SampleRoom(),
): Samples | undefined {
  let count = 0;
  for (const chunk of chunks) if (overlaps(chunk, startMs, endMs)) count += chunk.count;
  if (count === 0) return undefined;
  room.reserve(count);
  let end = room.used;
  for (const chunk of chunks) if (overlaps(chunk, startMs, endMs)) end = decodeChunk(chunk, room, end);
  const first = firstAtLeast(room.timestamps, startMs, room.used, end);
  const last = firstAtLeast(room.timestamps, Math.floor(endMs) + 1, first, end);
  return first < last ? room.keep(first, last) : undefined;
}

function overlaps({ firstMs, lastMs }: ChunkAt, startMs: number, endMs: number): boolean {
  return lastMs >= startMs && firstMs <= endMs;
}

/** Index of the first time from `from` on that is not before `atMs`; `end` when all are. */
function firstAtLeast(timestamps: Float64Array, atMs: number, from: number, end: number): number {
  if (from < end && (timestamps[from] as number) >= atMs) return from;
  if (from < end && (timestamps[end - 1] as number) < atMs) return end;
  let low = from;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] as number) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
