import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** One file of entries. Numbers have no gaps, but that the oldest may have been deleted when they were old enough. */
export interface Segment {
  readonly number: number;
  readonly path: string;
  readonly bytes: number;
}

export function segmentPath(folder: string, number: number): string {
  return path.join(folder, `segment-${padded(number)}.ndjson`);
}

/** The copies of those entries of a segment that are critical. */
export function criticalPath(folder: string, number: number): string {
  return path.join(folder, `critical-${padded(number)}.ndjson`);
}

/** Oldest first. */
export async function listSegments(folder: string): Promise<Segment[]> {
  const numbers = (await readdir(folder)).flatMap((name) => /^segment-(\d{8,})\.ndjson$/.exec(name)?.[1] ?? []);
  const segments = numbers.map(async (digits) => {
    const file = path.join(folder, `segment-${digits}.ndjson`);
    return { number: Number(digits), path: file, bytes: (await stat(file)).size };
  });
  return (await Promise.all(segments)).sort((left, right) => left.number - right.number);
}

function padded(number: number): string {
  return String(number).padStart(8, '0');
}
