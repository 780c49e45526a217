import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^(\d{8})\.log$/;

export interface SegmentFile {
  readonly number: number;
  readonly path: string;
  readonly bytes: number;
}

export function segmentPath(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}.log`);
}

/** The log's segments, oldest first. Other files in the folder are left alone. */
export async function listSegments(folder: string): Promise<readonly SegmentFile[]> {
  const numbers = (await readdir(folder)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
  return Promise.all(
    numbers
      .sort((a, b) => a - b)
      .map(async (number) => {
        const path = segmentPath(folder, number);
        return { number, path, bytes: (await stat(path)).size };
      }),
  );
}
