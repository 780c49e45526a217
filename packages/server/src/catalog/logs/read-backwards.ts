import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { maxLineBytes } from './log-line.ts';

const chunkBytes = 64 * 1024;
const newline = 0x0a;

/** The lines of a file, last one first, reading no more of it than is asked for. A missing file has none. */
export async function* readBackwards(file: string): AsyncGenerator<string> {
  const handle = await openIfThere(file);
  if (handle === undefined) return;
  try {
    let end = (await handle.stat()).size;
    // What stands before the first newline of the later chunk: the end of a line that begins further up.
    let tail: Buffer = Buffer.alloc(0);
    while (end > 0) {
      const start = Math.max(0, end - chunkBytes);
      const known = Buffer.concat([await readRange(handle, start, end), tail]);
      const first = known.indexOf(newline);
      end = start;
      if (start === 0) return yield* linesOf(known).reverse();
      tail = first === -1 ? known.subarray(0, maxLineBytes) : known.subarray(0, first);
      if (first !== -1) yield* linesOf(known.subarray(first + 1)).reverse();
    }
  } finally {
    await handle.close();
  }
}

export async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function readRange(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

/** Whole lines; empty ones are left out, overlong ones cut. */
export function linesOf(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const at = bytes.indexOf(newline, from);
    const to = at === -1 ? bytes.length : at;
    const line = bytes
      .subarray(from, Math.min(to, from + maxLineBytes))
      .toString('utf8')
      .replace(/\r$/, '');
    if (line !== '') lines.push(line);
    from = to + 1;
  }
  return lines;
}
