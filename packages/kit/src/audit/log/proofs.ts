import { AuditError } from '../audit-error.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import { consistencyProof, isConsistent } from '../merkle/consistency.ts';
import { inclusionProof, isIncluded } from '../merkle/inclusion.ts';
import type { ReadNode } from '../merkle/subtree.ts';
import { subtreeRoot } from '../merkle/subtree.ts';
import { leafHash } from '../merkle/tree-hash.ts';
import { findLine } from './find-line.ts';
import type { ListedLog } from './list-entries.ts';

/** All that is needed, beside the public key, to see that an entry is in the log. Hashes are base64. */
export interface EntryProof {
  readonly sequence: number;
  /** The line as it stands in the log: the leaf is SHA-256(0x00, line). */
  readonly line: string;
  readonly index: number;
  readonly size: number;
  readonly hashes: readonly string[];
  /** The signed note with the root. */
  readonly checkpoint: string;
}

export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly hashes: readonly string[];
}

/** A proof is checked before it is given out: a damaged tree file is told, and not passed on. */
export async function proveEntry(
  log: ListedLog,
  read: ReadNode,
  sequence: number,
  { size, root, note }: SignedCheckpoint,
): Promise<EntryProof> {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > size) throw unknownEntry(sequence);
  const line = await findLine(log, sequence);
  if (line === undefined) throw unknownEntry(sequence);
  const index = sequence - 1;
  const proof = await inclusionProof(read, index, size);
  if (!isIncluded({ leaf: leafHash(line), index, size, root, proof })) throw unprovable();
  return { sequence, line: line.toString(), index, size, hashes: proof.map(base64), checkpoint: note };
}

export async function proveConsistency(
  read: ReadNode,
  from: number,
  to: number,
  size: number,
): Promise<ConsistencyProof> {
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= size)) {
    const hint = `Give two sizes from 0 to ${size}, the smaller first.`;
    throw new AuditError('entry_unknown', `The log was never ${from} and then ${to} entries long.`, hint);
  }
  const [fromRoot, toRoot] = [await subtreeRoot(read, 0, from), await subtreeRoot(read, 0, to)];
  const proof = await consistencyProof(read, from, to);
  if (!isConsistent({ from, to, fromRoot, toRoot, proof })) throw unprovable();
  return { from, to, fromRoot: base64(fromRoot), toRoot: base64(toRoot), hashes: proof.map(base64) };
}

function base64(hash: Buffer): string {
  return hash.toString('base64');
}

function unknownEntry(sequence: number): AuditError {
  return new AuditError(
    'entry_unknown',
    `There is no entry ${sequence}, or retention has deleted it.`,
    'List the entries that are there.',
  );
}

function unprovable(): AuditError {
  return new AuditError(
    'log_damaged',
    'The stored hashes do not fit the entries, so nothing can be proven from them.',
    'Verify the log: it tells what is damaged.',
  );
}
