import { sealLine } from '../entry/chain-line.ts';
import type { IdentifiedHash } from '../keys/keyed-hash.ts';
import { peaksOf } from '../merkle/frontier.ts';

/**
 * The first line of a segment: where in the log it begins, so that it can be verified, and appended to, when the segments
 * before it are gone. It is a link of the chain, and no leaf of the tree.
 */
export interface SegmentHeader {
  readonly segment: number;
  readonly origin: string;
  readonly openedAt: string;
  /** Id of the HMAC key of this segment, the header included. */
  readonly key: string;
  readonly firstSequence: number;
  /** The peaks of the Merkle tree over all entries before, largest first, hexadecimal. */
  readonly frontier: readonly string[];
  /** The latest time of any entry before; null when there is none. */
  readonly latestTime: string | null;
  /** Types of the entries that are also copied to the critical file. */
  readonly critical: readonly string[];
}

const format = 'seaworthy-audit/1';

export function sealHeader(header: SegmentHeader, previous: string, { hash }: IdentifiedHash) {
  const { segment, ...place } = header;
  const fields = { format, treeSize: header.firstSequence - 1, ...place };
  return sealLine(`"segment":${segment},${JSON.stringify(fields).slice(1, -1)}`, previous, hash);
}

export function looksLikeHeader(line: Buffer): boolean {
  return line.toString('latin1', 0, 11) === '{"segment":';
}

/** Undefined when the line is no header of this format. */
export function parseHeader(line: Buffer): SegmentHeader | undefined {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || !looksLikeHeader(line)) return undefined;
  const header = value as SegmentHeader & { readonly format: unknown };
  const isWhole =
    header.format === format &&
    [header.segment, header.firstSequence].every((number) => Number.isSafeInteger(number) && number > 0) &&
    [header.origin, header.key, header.openedAt].every((text) => typeof text === 'string') &&
    (header.latestTime === null || !Number.isNaN(Date.parse(header.latestTime))) &&
    Array.isArray(header.critical) &&
    Array.isArray(header.frontier) &&
    header.frontier.length === peaksOf(header.firstSequence - 1) &&
    header.frontier.every((hash) => /^[0-9a-f]{64}$/.test(hash));
  return isWhole ? header : undefined;
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
}
