import { open } from 'node:fs/promises';
import { listSegments, segmentPath } from './segment.ts';
import type { SegmentHeader } from './segment-header.ts';
import { parseHeader } from './segment-header.ts';

export interface IndexedSegment {
  readonly number: number;
  readonly path: string;
  readonly header: SegmentHeader;
}

const longestHeader = 16 * 1024;

/** Where each segment begins: read once from the headers, and kept as segments come and go. Oldest first. */
export class SegmentIndex {
  readonly #folder: string;
  #segments: IndexedSegment[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async read(folder: string): Promise<SegmentIndex> {
    const index = new SegmentIndex(folder);
    for (const { number } of await listSegments(folder)) await index.add(number);
    return index;
  }

  get all(): readonly IndexedSegment[] {
    return this.#segments;
  }

  async add(number: number): Promise<void> {
    const path = segmentPath(this.#folder, number);
    const header = await readHeader(path);
    // A header that cannot be read is for verification to tell of.
    if (header !== undefined) this.#segments = [...this.#segments, { number, path, header }];
  }

  dropThrough(number: number): void {
    this.#segments = this.#segments.filter((segment) => segment.number > number);
  }

  /** Those that may hold entries from `first` to `last`. */
  holding(first: number, last: number): IndexedSegment[] {
    return this.#segments.filter(({ header }, at) => {
      const next = this.#segments[at + 1]?.header.firstSequence ?? Number.POSITIVE_INFINITY;
      return header.firstSequence <= last && next > first;
    });
  }
}

async function readHeader(path: string): Promise<SegmentHeader | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    return end < 0 ? undefined : parseHeader(buffer.subarray(0, end));
  } finally {
    await file.close();
  }
}
