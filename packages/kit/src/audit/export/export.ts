import { AuditError } from '../audit-error.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import { formatVerifierKey } from '../checkpoint/signing-key.ts';
import { claimedSequence } from '../entry/chain-line.ts';
import { timeOfLine } from '../entry/time-of-line.ts';
import type { ListedLog } from '../log/list-entries.ts';
import { readLines } from '../log/read-lines.ts';
import { looksLikeHeader } from '../log/segment-header.ts';
import { inclusionProof } from '../merkle/inclusion.ts';
import type { ReadNode } from '../merkle/subtree.ts';

/** From the first to the last entry that fits; without bounds, all. Times are milliseconds since the epoch. */
export interface ExportRange {
  readonly fromSequence?: number | undefined;
  readonly toSequence?: number | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

export interface ExportOptions {
  readonly log: ListedLog;
  readonly checkpoint: SignedCheckpoint;
  readonly publicKeys: readonly VerifierKey[];
  readonly read: ReadNode;
  readonly range: ExportRange;
}

export const exportFormat = 'seaworthy-audit-export/1';

/**
 * The first line says what the file is: checkpoint, keys, range, and the inclusion proofs of its first and last entry. Then
 * the entries follow as they stand in the log, with the headers of segments among them. The proofs of the two ends bind all
 * that is between: the hashes left of the first, with all entries added, must become the hashes left of the last.
 */
export async function* exportEntries({
  log,
  checkpoint,
  publicKeys,
  read,
  range,
}: ExportOptions): AsyncGenerator<string> {
  const [first, last] = await boundsOf(log, range, checkpoint.size);
  const proofOf = async (sequence: number) =>
    (await inclusionProof(read, sequence - 1, checkpoint.size)).map((hash) => hash.toString('base64'));
  const head = {
    format: exportFormat,
    origin: checkpoint.origin,
    fromSequence: first,
    toSequence: last,
    entries: last - first + 1,
    checkpoint: checkpoint.note,
    keyId: checkpoint.keyId,
    publicKeys: publicKeys.map(formatVerifierKey),
    firstProof: await proofOf(first),
    lastProof: await proofOf(last),
  };
  yield `${JSON.stringify(head)}\n`;
  yield* linesBetween(log, first, last);
}

async function* linesBetween({ segments, lastSegment, lastBytes }: ListedLog, first: number, last: number) {
  let begun = false;
  for (const { number, path, header } of segments) {
    const next = segments.find((segment) => segment.number > number)?.header.firstSequence;
    if (header.firstSequence > last || (next ?? Number.POSITIVE_INFINITY) <= first) continue;
    for await (const lines of readLines(path, number === lastSegment ? lastBytes : undefined)) {
      let text = '';
      for (const { bytes } of lines) {
        const sequence = claimedSequence(bytes);
        if (sequence === first) begun = true;
        if (sequence !== undefined && sequence > last) break;
        if (begun && (sequence !== undefined || looksLikeHeader(bytes))) text += `${bytes.toString()}\n`;
      }
      if (text !== '') yield text;
    }
  }
}

async function boundsOf(log: ListedLog, range: ExportRange, size: number): Promise<[number, number]> {
  const kept = log.segments[0]?.header.firstSequence ?? 1;
  const from = Math.max(range.fromSequence ?? kept, kept);
  const to = Math.min(range.toSequence ?? size, size);
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = range;
  if (from <= to && range.sinceMs === undefined && range.untilMs === undefined) return [from, to];
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for await (const { sequence, timeMs } of timesOf(log, from, to)) {
    if (timeMs < sinceMs || timeMs > untilMs) continue;
    first = Math.min(first, sequence);
    last = Math.max(last, sequence);
  }
  if (first <= last) return [first, last];
  throw new AuditError('range_empty', 'There is no entry in that range.', `Entries ${kept} to ${size} are there.`);
}

/** Clocks go back, so each entry is looked at. */
async function* timesOf({ segments, lastSegment, lastBytes }: ListedLog, from: number, to: number) {
  for (const { number, path } of segments) {
    for await (const lines of readLines(path, number === lastSegment ? lastBytes : undefined)) {
      for (const { bytes } of lines) {
        const sequence = claimedSequence(bytes);
        if (sequence !== undefined && sequence >= from && sequence <= to) yield { sequence, timeMs: timeOfLine(bytes) };
      }
    }
  }
}
