import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';

export interface LogLimits {
  readonly maxBytes: number;
  /** How many old files are kept: `x.log.1` is the youngest. */
  readonly keep: number;
}

export const DEFAULT_LOG_LIMITS: LogLimits = { maxBytes: 10 * 1024 * 1024, keep: 10 };

/**
 * Puts a log that has grown too large aside and empties it in place, for the instance goes on writing to the very same
 * file (opened to append, so it writes at the new end). What is written between our last read and the emptying, a few
 * microseconds, is lost: the price of logs that need neither a pipe nor the instance's help.
 */
export async function rotateLog(file: string, limits: LogLimits = DEFAULT_LOG_LIMITS): Promise<boolean> {
  const size = await sizeOf(file);
  if (size === undefined || size <= limits.maxBytes) return false;
  await copyFile(file, `${file}.0`);
  await shift(file, limits.keep);
  moveRest(file, `${file}.1`);
  return true;
}

/** `.0` becomes `.1`, `.1` becomes `.2`, and so on; the oldest goes. */
async function shift(file: string, keep: number): Promise<void> {
  await rm(`${file}.${keep}`, { force: true });
  for (let number = keep - 1; number >= 0; number--) {
    if ((await sizeOf(`${file}.${number}`)) !== undefined) await rename(`${file}.${number}`, `${file}.${number + 1}`);
  }
}

/** Appends to `copy` what came since it was made, and empties the log; in one go, so that little can come between. */
function moveRest(file: string, copy: string): void {
  const from = openSync(file, constants.O_RDWR);
  const to = openSync(copy, constants.O_RDWR | constants.O_APPEND);
  try {
    const buffer = Buffer.alloc(64 * 1024);
    let position = fstatSync(to).size;
    for (let read = readSync(from, buffer, 0, buffer.length, position); read > 0; ) {
      writeSync(to, buffer, 0, read);
      position += read;
      read = readSync(from, buffer, 0, buffer.length, position);
    }
    ftruncateSync(from, 0);
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
