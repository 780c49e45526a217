import { open } from 'node:fs/promises';

const TAIL_BYTES = 2_048;
const TAIL_LINES = 10;

/** The last lines of a log; empty when there is none. */
export async function tailOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const start = Math.max(0, size - TAIL_BYTES);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
      return buffer.subarray(0, bytesRead).toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
    } finally {
      await handle.close();
    }
  } catch {
    // A log that cannot be read takes nothing away from what is reported.
    return '';
  }
}
