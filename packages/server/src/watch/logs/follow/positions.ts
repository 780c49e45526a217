import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Position } from './locate.ts';

const Whole = z.number().min(0);
const Positions = z.object({
  version: z.literal(1),
  sources: z.record(z.string(), z.object({ inode: Whole, previous: Whole, offset: Whole, head: z.string() })),
});

/** How far each source was read, by its name; none when the file is missing or damaged: all is then read again. */
export async function readPositions(path: string): Promise<ReadonlyMap<string, Position>> {
  try {
    return new Map(Object.entries(Positions.parse(JSON.parse(await readFile(path, 'utf8'))).sources));
  } catch {
    return new Map();
  }
}

export async function writePositions(path: string, positions: ReadonlyMap<string, Position>): Promise<void> {
  const text = JSON.stringify({ version: 1, sources: Object.fromEntries(positions) });
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
