import { HEADER_BYTES, readHeader } from './format.ts';

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
