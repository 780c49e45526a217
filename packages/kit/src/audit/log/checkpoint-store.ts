import { readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { checkpointsFile, latestFile } from '../verify/checkpoint-list.ts';
import type { AppendFile } from './append-file.ts';
import { openAppendFile, writeDurably } from './append-file.ts';
import { readTail } from './read-tail.ts';

/** The checkpoints of a log: all of them in one file, one a line, and the newest as a note of its own, for other tools. */
export class CheckpointStore {
  readonly #folder: string;
  readonly #file: AppendFile;

  private constructor(folder: string, file: AppendFile) {
    this.#folder = folder;
    this.#file = file;
  }

  static async open(folder: string): Promise<CheckpointStore> {
    const file = path.join(folder, checkpointsFile);
    const { wholeBytes, bytes } = await readTail(file);
    if (wholeBytes < bytes) await truncate(file, wholeBytes);
    return new CheckpointStore(folder, await openAppendFile(file));
  }

  /** Resolves when it is on disk. */
  async add({ size, note }: SignedCheckpoint): Promise<void> {
    await this.#file.append(Buffer.from(`${JSON.stringify({ size, note })}\n`));
    await this.#file.sync();
    await writeDurably(this.#folder, path.join(this.#folder, latestFile), note);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** The newest stored checkpoint; throws when it is not signed by one of `keys`. */
export async function newestCheckpoint(
  folder: string,
  keys: readonly VerifierKey[],
): Promise<SignedCheckpoint | undefined> {
  const latest = await readFile(path.join(folder, latestFile), 'utf8').catch(() => undefined);
  const { lastLine = '' } = await readTail(path.join(folder, checkpointsFile));
  const notes = [...(latest === undefined ? [] : [latest]), ...(lastLine === '' ? [] : [noteOf(lastLine)])];
  const [newest] = notes.map((note) => openCheckpoint(note, keys)).sort((left, right) => right.size - left.size);
  return newest;
}

function noteOf(line: string): string {
  try {
    const { note } = JSON.parse(line) as { note?: unknown };
    return typeof note === 'string' ? note : line;
  } catch {
    return line;
  }
}
