import { open } from 'node:fs/promises';

const tailBytes = 64 * 1024;

export interface Tail {
  /** The last whole line, without its newline; undefined when there is none. */
  readonly lastLine: string | undefined;
  /** Where the whole lines end: what follows was never finished. */
  readonly wholeBytes: number;
  readonly bytes: number;
}

/** The end of a file of short lines, however long the file has become; of no file, that of an empty one. */
export async function readTail(path: string): Promise<Tail> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return { lastLine: undefined, wholeBytes: 0, bytes: 0 };
  try {
    const { size } = await file.stat();
    const begin = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - begin), 0, size - begin, begin);
    const text = buffer.subarray(0, bytesRead);
    const end = text.lastIndexOf('\n');
    if (end < 0) return { lastLine: undefined, wholeBytes: begin, bytes: size };
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    return { lastLine: text.subarray(start, end).toString(), wholeBytes: begin + end + 1, bytes: size };
  } finally {
    await file.close();
  }
}
