import { open } from 'node:fs/promises';

const MOST_BYTES = 16 * 1024;

/** The last lines of a log, oldest first; none when there is no such file. For "why did it not start?". */
export async function readLastLines(file: string, most: number): Promise<readonly string[]> {
  const text = await readEnd(file);
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines.filter((line) => line !== '').slice(-most);
}

async function readEnd(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, MOST_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString('utf8', 0, bytesRead);
    // The first line may have lost its beginning.
    return length < size ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    await handle.close();
  }
}
