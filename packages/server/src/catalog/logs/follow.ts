import type { FileHandle } from 'node:fs/promises';
import { stat } from 'node:fs/promises';
import type { LogLine } from '@seaworthy/api';
import type { Clock } from '../../platform/clock.ts';
import type { LogQuery, LogSource } from './last-lines.ts';
import { lineFilter } from './last-lines.ts';
import { maxLineBytes } from './log-line.ts';
import { linesOf, openIfThere, readRange } from './read-backwards.ts';

export interface FollowOptions {
  /** Asked again and again: instances come and go while their lines are followed. */
  readonly sources: () => readonly LogSource[];
  readonly query: Omit<LogQuery, 'limit'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const pollMs = 200;
const readAtMostBytes = 1024 * 1024;

/**
 * Lines as they are written, from now on, over rotation by rename and by truncation. It looks at the files' sizes
 * instead of watching them: that works on every file system, and costs one stat a file and poll.
 */
export async function* followLines({ sources, query, clock, signal }: FollowOptions): AsyncGenerator<LogLine> {
  const matches = lineFilter(query);
  const followed = new Map<string, FollowedFile>();
  let isFirstRound = true;
  try {
    while (!signal.aborted) {
      for (const { instance, file } of sources()) {
        const one = followed.get(file) ?? new FollowedFile(file);
        followed.set(file, one);
        if (isFirstRound) await one.skipToEnd();
        for (const text of await one.newLines()) {
          const line = matches(instance, text);
          if (line !== undefined) yield line;
        }
      }
      isFirstRound = false;
      await clock.sleep(pollMs, signal).catch(() => undefined);
    }
  } finally {
    await Promise.all([...followed.values()].map((one) => one.close()));
  }
}

/** One file and how far it was read. */
class FollowedFile {
  #handle: FileHandle | undefined;
  #offset = 0;
  /** The beginning of a line whose end is not written yet. */
  #partial: Buffer = Buffer.alloc(0);

  constructor(private readonly file: string) {}

  async skipToEnd(): Promise<void> {
    this.#handle ??= await openIfThere(this.file);
    this.#offset = (await this.#handle?.stat())?.size ?? 0;
  }

  async newLines(): Promise<string[]> {
    this.#handle ??= await openIfThere(this.file);
    if (this.#handle === undefined) return [];
    const lines = await this.#readOn(this.#handle);
    if (lines.length > 0 || !(await this.#wasReplaced(this.#handle))) return lines;
    await this.close();
    return this.newLines();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    this.#offset = 0;
    this.#partial = Buffer.alloc(0);
  }

  async #readOn(handle: FileHandle): Promise<string[]> {
    const { size } = await handle.stat();
    if (size < this.#offset) {
      this.#offset = 0;
      this.#partial = Buffer.alloc(0);
    }
    const bytes = await readRange(handle, this.#offset, Math.min(size, this.#offset + readAtMostBytes));
    this.#offset += bytes.length;
    const known = Buffer.concat([this.#partial, bytes]);
    const end = known.lastIndexOf(0x0a) + 1;
    this.#partial = known.subarray(end).subarray(0, maxLineBytes);
    return linesOf(known.subarray(0, end));
  }

  async #wasReplaced(handle: FileHandle): Promise<boolean> {
    const [ours, present] = await Promise.all([handle.stat(), stat(this.file).catch(() => undefined)]);
    return present !== undefined && present.ino !== ours.ino;
  }
}
