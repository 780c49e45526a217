import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Labels } from '../../labels/labels.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { syncFolder } from '../bytes/sync-folder.ts';
import { IndexBuilder } from './index-layout.ts';
import type { BlockMeta } from './layout.ts';
import { BLOCK_MAGIC, blockName, writeFooter } from './layout.ts';

/** Written to disk when so much has gathered. */
const PORTION_BYTES = 1 << 18;
/** After so many samples, some milliseconds, other work has its turn. */
const SAMPLES_A_TURN = 20_000;
export const UNFINISHED = '.unfinished';

export type BlockPlan = Pick<BlockMeta, 'startMs' | 'endMs' | 'resolutionMs' | 'sources'>;

export interface RunToWrite {
  readonly labels: Labels;
  readonly bytes: readonly Uint8Array[];
  readonly samples: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * Writes a block from runs in the order of their labels. It has its name only when it is whole and on disk; a crash
 * before leaves an unfinished file that the next start removes. Undefined when there was no run: no block is made.
 */
export async function writeBlock(
  folder: string,
  plan: BlockPlan,
  runs: Iterable<RunToWrite> | AsyncIterable<RunToWrite>,
): Promise<string | undefined> {
  const path = join(folder, blockName(plan));
  const file = await open(path + UNFINISHED, 'w');
  let series = 0;
  try {
    series = await writeAll(file, plan, runs);
    if (series > 0) await file.sync();
  } finally {
    await file.close();
    if (series === 0) await rm(path + UNFINISHED);
  }
  if (series === 0) return undefined;
  await rename(path + UNFINISHED, path);
  await syncFolder(folder);
  return path;
}

async function writeAll(
  file: FileHandle,
  plan: BlockPlan,
  runs: Iterable<RunToWrite> | AsyncIterable<RunToWrite>,
): Promise<number> {
  const portion = new Portion(file);
  const index = new IndexBuilder();
  let samples = 0;
  let turn = 0;
  portion.add(BLOCK_MAGIC);
  for await (const run of runs) {
    const offset = portion.offset;
    const crc = run.bytes.reduce((sum, bytes) => crc32(bytes, sum), 0);
    for (const bytes of run.bytes) portion.add(bytes);
    const times = { firstMs: run.firstMs - plan.startMs, lastMs: run.lastMs - plan.startMs };
    index.add(run.labels, { offset, bytes: portion.offset - offset, crc, ...times });
    samples += run.samples;
    turn += 1 + run.samples;
    if (turn >= SAMPLES_A_TURN) {
      turn = 0;
      await nextTurn();
    }
    if (portion.gathered >= PORTION_BYTES) await portion.flush();
  }
  const meta: BlockMeta = { version: 1, ...plan, series: index.count, samples };
  if (index.count > 0) writeEnd(portion, index.build(), Buffer.from(JSON.stringify(meta)));
  await portion.flush();
  return index.count;
}

function writeEnd(portion: Portion, index: Uint8Array, meta: Buffer): void {
  const indexOffset = portion.offset;
  portion.add(index);
  portion.add(meta);
  const footer = { indexOffset, indexBytes: index.length, indexCrc: crc32(index) };
  portion.add(writeFooter({ ...footer, metaBytes: meta.length, metaCrc: crc32(meta) }));
}

class Portion {
  readonly #file: FileHandle;
  readonly #gathered = new ByteWriter(PORTION_BYTES * 2);
  #flushed = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  get offset(): number {
    return this.#flushed + this.#gathered.length;
  }

  get gathered(): number {
    return this.#gathered.length;
  }

  add(bytes: Uint8Array): void {
    this.#gathered.raw(bytes);
  }

  async flush(): Promise<void> {
    const bytes = this.#gathered.bytes();
    for (let at = 0; at < bytes.length; ) at += (await this.#file.write(bytes, at)).bytesWritten;
    this.#flushed += bytes.length;
    this.#gathered.clear();
  }
}
