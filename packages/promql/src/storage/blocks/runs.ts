import { crc32 } from 'node:zlib';
import type { ChunkAt } from '../chunks/chunk-at.ts';
import { chunksOfRun } from '../chunks/chunk-at.ts';
import { SLACK_BYTES } from '../chunks/format.ts';
import { BlockDamage } from './block-error.ts';
import type { IndexedRun } from './index-layout.ts';

/** Runs this near each other are read in one go, together with what lies between. */
const GAP_BYTES = 1 << 14;
const SPAN_BYTES = 1 << 20;

export interface WantedRun {
  readonly id: number;
  readonly run: IndexedRun;
}

export interface Span {
  readonly offset: number;
  readonly bytes: number;
  readonly runs: readonly WantedRun[];
}

/** Groups runs, ascending in the file, into reads of about a megabyte at most. */
export function spansOf(runs: readonly WantedRun[]): Span[] {
  const spans: { offset: number; bytes: number; runs: WantedRun[] }[] = [];
  for (const wanted of runs) {
    const { offset, bytes } = wanted.run;
    const last = spans.at(-1);
    const end = offset + bytes;
    if (last && offset - (last.offset + last.bytes) <= GAP_BYTES && end - last.offset <= SPAN_BYTES) {
      last.bytes = end - last.offset;
      last.runs.push(wanted);
    } else spans.push({ offset, bytes, runs: [wanted] });
  }
  return spans;
}

/** Memory for a span, with what decoding needs behind it. */
export function spanMemory(span: Span): Uint8Array {
  return new Uint8Array(span.bytes + SLACK_BYTES);
}

/** The chunks of one run in a span that was read. Throws BlockDamage when its bytes are not those that were written. */
export function chunksIn(memory: Uint8Array, span: Span, { run }: WantedRun, path: string): ChunkAt[] {
  const from = run.offset - span.offset;
  if (crc32(memory.subarray(from, from + run.bytes)) !== run.crc) {
    throw new BlockDamage(path, run.offset, run.bytes, 'the checksum of the samples of a series is wrong');
  }
  return chunksOfRun(memory, from, run.bytes);
}
