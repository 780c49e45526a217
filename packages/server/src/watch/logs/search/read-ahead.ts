import type { BlockPlace } from './plan.ts';

export interface ReadBlock {
  readonly place: BlockPlace;
  /** Undefined when the block cannot be read. */
  readonly lines: Buffer | undefined;
}

/** While one block is searched, the background threads uncompress the next. */
const ahead = 2;

/** Blocks in the given order; those that were removed meanwhile are left out. */
export async function* readAhead(blocks: Iterable<BlockPlace>, signal: AbortSignal): AsyncGenerator<ReadBlock> {
  const reading: Promise<ReadBlock | undefined>[] = [];
  const coming = blocks[Symbol.iterator]();
  const begin = () => {
    const next = coming.next();
    if (!next.done) reading.push(read(next.value));
  };
  for (let count = 0; count < ahead; count++) begin();
  for (let next = reading.shift(); next !== undefined; next = reading.shift()) {
    const block = await next;
    signal.throwIfAborted();
    begin();
    if (block !== undefined) yield block;
  }
}

async function read(place: BlockPlace): Promise<ReadBlock | undefined> {
  try {
    const lines = await place.segment.read(place.block);
    return lines && { place, lines };
  } catch {
    return { place, lines: undefined };
  }
}
