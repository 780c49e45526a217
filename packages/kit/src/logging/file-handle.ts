import { fstat, fstatSync, openSync, readSync, write as writeBytes, writeSync } from 'node:fs';
import { promisify } from 'node:util';

const ownerOnly = 0o600;
const newline = 0x0a;
const writeAsync = promisify(writeBytes);

export const statOf = promisify(fstat);

export interface OpenFile {
  readonly file: number;
  readonly size: number;
}

/** Opens a log file, for its owner alone. A line that a crash cut off is ended, so that the next one stands on its own. */
export function openForAppend(path: string, empty = false): OpenFile {
  const file = openSync(path, empty ? 'w+' : 'a+', ownerOnly);
  const { size } = fstatSync(file);
  if (size === 0 || lastByte(file, size) === newline) return { file, size };
  return { file, size: size + writeSync(file, '\n') };
}

function lastByte(file: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, size - 1);
  return byte[0];
}

/** Tells how many bytes were written, which may be fewer when the disk is full; rejects when there were none. */
export async function appendBytes(file: number, bytes: Buffer): Promise<number> {
  const { bytesWritten } = await writeAsync(file, bytes, 0, bytes.length, null);
  return bytesWritten;
}
