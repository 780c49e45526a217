import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Block, Summary } from './summary.ts';
import { mayHold } from './trace-filter.ts';

const inflate = promisify(gunzip);

/** Where a block lies in the compressed file. */
export interface Stored {
  readonly offset: number;
  readonly bytes: number;
}

/** One of the store's files, from its first line to its removal. Ids count up, so that names tell the order. */
export class Segment {
  /** Unix milliseconds; undefined while it takes records. */
  closedMs: number | undefined;
  /** Set once its compressed file stands complete. */
  sealed:
    | { readonly blocks: readonly Stored[]; readonly filterBytes: readonly number[]; readonly bytes: number }
    | undefined;
  isRemoved = false;

  constructor(
    readonly folder: string,
    readonly id: number,
    readonly openedMs: number,
    readonly summary: Summary,
  ) {}

  get paths() {
    return segmentPaths(this.folder, this.id);
  }

  /** On disk now. */
  get storedBytes(): number {
    return this.sealed?.bytes ?? this.summary.bytes;
  }

  /**
   * The lines of a block, uncompressed. Undefined when the segment has been removed meanwhile; throws when the file is
   * damaged there. A reader that is overtaken by the sealing reads the compressed file instead.
   */
  async read(block: Block): Promise<Buffer | undefined> {
    const isPlain = this.sealed === undefined;
    try {
      return isPlain ? await this.#readPlain(block) : await this.#readSealed(block);
    } catch (error) {
      if (this.isRemoved) return undefined;
      if (isPlain && this.sealed !== undefined) return this.read(block);
      throw error;
    }
  }

  /** The blocks that may hold records of a trace; all of them when nobody can tell. */
  async blocksWithTrace(traceId: string): Promise<readonly Block[]> {
    const { blocks } = this.summary;
    const filters = this.sealed === undefined ? this.summary.traces() : await this.#readFilters().catch(() => []);
    return blocks.filter((_, index) => {
      const filter = filters[index];
      return filter === undefined || (filter instanceof Set ? filter.has(traceId) : mayHold(filter, traceId));
    });
  }

  async #readFilters(): Promise<readonly Uint8Array[]> {
    const bytes = await readFile(this.paths.traces);
    let end = 0;
    return (this.sealed?.filterBytes ?? []).map((length) => {
      end += length;
      return bytes.subarray(end - length, end);
    });
  }

  async #readPlain({ offset, bytes }: Block): Promise<Buffer> {
    return readRange(this.paths.plain, offset, bytes);
  }

  async #readSealed(block: Block): Promise<Buffer> {
    const place = this.sealed?.blocks[this.summary.blocks.indexOf(block)];
    if (place === undefined) throw new Error(`${this.paths.sealed}: no such block`);
    const compressed = await readRange(this.paths.sealed, place.offset, place.bytes);
    const lines = await inflate(compressed, {
      chunkSize: Math.max(block.bytes, 64),
      maxOutputLength: Math.max(block.bytes, 64),
    });
    if (lines.length !== block.bytes) throw new Error(`${this.paths.sealed}: a block is not as long as it was`);
    return lines;
  }
}

export function segmentPaths(folder: string, id: number) {
  const base = join(folder, String(id).padStart(12, '0'));
  return {
    plain: `${base}.ndjson`,
    sealed: `${base}.ndjson.gz`,
    index: `${base}.index.json`,
    traces: `${base}.traces`,
  };
}

async function readRange(path: string, offset: number, bytes: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, offset);
    if (bytesRead < bytes) throw new Error(`${path} is shorter than it was`);
    return buffer;
  } finally {
    await handle.close();
  }
}
