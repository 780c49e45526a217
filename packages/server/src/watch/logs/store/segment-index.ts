import { z } from 'zod';
import type { Block } from './summary.ts';
import { levelKinds, Summary } from './summary.ts';

const Whole = z.int().min(0);
const Counts = z.array(Whole).length(levelKinds);

/** The file beside a sealed segment that tells what it holds: what a start reads instead of the segment. */
const SegmentIndex = z.object({
  version: z.literal(1),
  openedMs: z.number(),
  closedMs: z.number(),
  bytes: Whole,
  records: Whole,
  storedBytes: Whole,
  origins: z.array(z.string()).nullable(),
  minutes: z.array(z.tuple([z.int(), Counts])).nullable(),
  blocks: z.array(
    z.object({
      offset: Whole,
      bytes: Whole,
      records: Whole,
      /** Null where the block holds no record. */
      minMs: z.number().nullable(),
      maxMs: z.number().nullable(),
      levels: Counts,
      stored: z.object({ offset: Whole, bytes: Whole }),
      filterBytes: Whole,
    }),
  ),
});
type SegmentIndex = z.output<typeof SegmentIndex>;

export interface Indexed {
  readonly openedMs: number;
  readonly closedMs: number;
  readonly summary: Summary;
  readonly sealed: {
    readonly bytes: number;
    readonly blocks: readonly { readonly offset: number; readonly bytes: number }[];
    readonly filterBytes: readonly number[];
  };
}

export function writeIndex({ openedMs, closedMs, summary, sealed }: Indexed): string {
  const index: SegmentIndex = {
    version: 1,
    openedMs,
    closedMs,
    bytes: summary.bytes,
    records: summary.records,
    storedBytes: sealed.bytes,
    origins: summary.origins === undefined ? null : [...summary.origins],
    minutes: summary.minutes === undefined ? null : [...summary.minutes],
    blocks: summary.blocks.map((block, at) => ({
      ...block,
      minMs: block.records === 0 ? null : block.minMs,
      maxMs: block.records === 0 ? null : block.maxMs,
      stored: sealed.blocks[at] ?? { offset: 0, bytes: 0 },
      filterBytes: sealed.filterBytes[at] ?? 0,
    })),
  };
  return `${JSON.stringify(index)}\n`;
}

/** Undefined for what is no index of ours, or does not fit together: the segment is then read instead. */
export function readIndex(text: string): Indexed | undefined {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return undefined;
  }
  const index = SegmentIndex.safeParse(written).data;
  if (index === undefined) return undefined;
  const blocks = index.blocks.map(({ stored, filterBytes, minMs, maxMs, ...block }): Block => {
    return { ...block, minMs: minMs ?? Infinity, maxMs: maxMs ?? -Infinity };
  });
  const fits = index.blocks.every(
    ({ stored }, at) => stored.offset === (at === 0 ? 0 : endOf(index.blocks[at - 1]?.stored)),
  );
  if (!fits || endOf(index.blocks.at(-1)?.stored) !== index.storedBytes) return undefined;
  return {
    openedMs: index.openedMs,
    closedMs: index.closedMs,
    summary: Summary.restore(index, blocks),
    sealed: {
      bytes: index.storedBytes,
      blocks: index.blocks.map(({ stored }) => stored),
      filterBytes: index.blocks.map(({ filterBytes }) => filterBytes),
    },
  };
}

function endOf(stored: { offset: number; bytes: number } | undefined): number {
  return stored === undefined ? 0 : stored.offset + stored.bytes;
}
