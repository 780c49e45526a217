import { open } from 'node:fs/promises';

export interface ReadLine {
  /** Without its newline. Valid until the next batch is asked for. */
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly at: number;
  /** False for what stands after the last newline. */
  readonly isWhole: boolean;
}

const chunkBytes = 256 * 1024;
const newline = 0x0a;

/** More than a line can have; what goes on for longer is given out in pieces, so that memory stays bounded. */
const longestLine = 1024 * 1024;

/** The lines of a file in batches, up to `end` bytes. */
export async function* readLines(path: string, end = Number.POSITIVE_INFINITY): AsyncGenerator<ReadLine[]> {
  const file = await open(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let position = 0;
    // One byte more than the file has: a small file is then read at once, and its end is seen.
    const size = Math.min(chunkBytes, (await file.stat()).size + 1);
    for (;;) {
      const chunk = Buffer.allocUnsafe(size);
      const { bytesRead } = await file.read(chunk, 0, Math.min(size, end - position), position);
      if (bytesRead === 0) break;
      position += bytesRead;
      const known =
        rest.length === 0 ? chunk.subarray(0, bytesRead) : Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const { lines, taken } = cut(known, position - known.length);
      if (lines.length > 0) yield lines;
      rest = known.subarray(taken);
      if (rest.length <= longestLine) continue;
      yield [{ bytes: rest, at: position - rest.length, isWhole: true }];
      rest = Buffer.alloc(0);
    }
    if (rest.length > 0) yield [{ bytes: rest, at: position - rest.length, isWhole: false }];
  } finally {
    await file.close();
  }
}

function cut(known: Buffer, offset: number): { lines: ReadLine[]; taken: number } {
  const lines: ReadLine[] = [];
  let taken = 0;
  for (let end = known.indexOf(newline); end >= 0; end = known.indexOf(newline, taken)) {
    lines.push({ bytes: known.subarray(taken, end), at: offset + taken, isWhole: true });
    taken = end + 1;
  }
  return { lines, taken };
}

/** The lines of a file from its end to its beginning, in batches whose first line is the latest; without a torn end. */
export async function* readLinesBackward(path: string, end?: number): AsyncGenerator<Buffer[]> {
  const file = await open(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (let position = end ?? (await file.stat()).size; position > 0; ) {
      const length = Math.min(chunkBytes, position);
      position -= length;
      const chunk = Buffer.allocUnsafe(length);
      await file.read(chunk, 0, length, position);
      const known = Buffer.concat([chunk, rest]);
      const first = position === 0 ? 0 : known.indexOf(newline) + 1;
      if (position > 0 && first === 0) {
        rest = known;
        continue;
      }
      const { lines } = cut(known.subarray(first), 0);
      yield lines.map(({ bytes }) => bytes).reverse();
      rest = known.subarray(0, first);
    }
  } finally {
    await file.close();
  }
}
