import { claimedSequence } from '../entry/chain-line.ts';
import type { ListedLog } from './list-entries.ts';
import { readLines } from './read-lines.ts';

/** The line of an entry, without its newline; undefined when it is not there. */
export async function findLine(
  { segments, lastSegment, lastBytes }: ListedLog,
  sequence: number,
): Promise<Buffer | undefined> {
  const segment = segments.findLast(({ header }) => header.firstSequence <= sequence);
  if (segment === undefined) return undefined;
  for await (const lines of readLines(segment.path, segment.number === lastSegment ? lastBytes : undefined)) {
    const found = lines.find(({ bytes }) => claimedSequence(bytes) === sequence);
    if (found !== undefined) return Buffer.from(found.bytes);
  }
  return undefined;
}
