import type { ChunkAt } from './chunk-at.ts';
import { decodeChunk } from './decode.ts';
import { SampleRoom } from './sample-room.ts';

export interface Samples {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
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
