import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsistencyProof, EntryProof, SignedCheckpoint, VerifierKey, VerifyReport } from '@seaworthy/kit/audit';
import {
  AuditError,
  formatVerifierKey,
  isConsistent,
  isIncluded,
  leafHash,
  loadHmacKey,
  loadSigningKey,
  openCheckpoint,
  parseVerifierKey,
  verifierKey,
  verifyAuditLog,
} from '@seaworthy/kit/audit';
import { auditKeyPaths, readOrigin } from './audit-keys.ts';

export type { VerifyReport } from '@seaworthy/kit/audit';
export {
  AuditError,
  exportVerifierPath,
  formatVerifierKey,
  formatVerifyReport,
  splitNotes,
} from '@seaworthy/kit/audit';

export interface OfflineReport {
  readonly folder: string;
  readonly report: VerifyReport;
}

/** Verifies the trail in a state folder, whether a control plane runs or not; reads alone, and takes no lock. */
export async function verifyStateFolder(
  stateDir: string,
  { checkpoints = [] }: { readonly checkpoints?: readonly string[] } = {},
): Promise<OfflineReport> {
  const [folder, keys] = [join(stateDir, 'audit'), auditKeyPaths(join(stateDir, 'keys'))];
  if (!existsSync(folder)) throw missing(folder);
  const origin = readOrigin(keys.origin);
  const publicKeys = [verifierKey(origin, createPublicKey(loadSigningKey(keys.signing)))];
  const report = await verifyAuditLog({ folder, hmacKeys: [loadHmacKey(keys.hmac)], publicKeys, origin, checkpoints });
  return { folder, report };
}

/** What an entry's proof proves, computed here from the line and the hashes: nothing that the server says is believed. */
export function checkEntryProof(
  { sequence, line, index, size, hashes, checkpoint }: EntryProof,
  keys: readonly string[],
): SignedCheckpoint {
  const signed = openCheckpoint(checkpoint, keys.map(parseVerifierKey));
  const path = { leaf: leafHash(Buffer.from(line)), index, size, root: signed.root, proof: hashes.map(fromBase64) };
  const isOfLine = line.startsWith(`{"sequence":${sequence},`) && index === sequence - 1;
  if (isOfLine && size === signed.size && isIncluded(path)) return signed;
  throw unproven(`Entry ${sequence} is not in the log that the checkpoint of ${signed.size} entries was signed for.`);
}

/** That the log of an earlier checkpoint, which was kept elsewhere, is the beginning of the present one. */
export function checkConsistency(
  { from, to, hashes }: Pick<ConsistencyProof, 'from' | 'to' | 'hashes'>,
  earlier: SignedCheckpoint,
  later: SignedCheckpoint,
): void {
  const sizes = earlier.size === from && later.size === to && earlier.origin === later.origin;
  const roots = { fromRoot: earlier.root, toRoot: later.root };
  if (sizes && isConsistent({ from, to, ...roots, proof: hashes.map(fromBase64) })) return;
  throw unproven(`The log of ${earlier.size} entries is not the beginning of the log of ${later.size} entries.`);
}

/** The key that signs in this state folder, as name+id+base64; undefined when it is not there, or not ours to read. */
export function localKey(stateDir: string): string | undefined {
  const keys = auditKeyPaths(join(stateDir, 'keys'));
  try {
    return formatVerifierKey(verifierKey(readOrigin(keys.origin), createPublicKey(loadSigningKey(keys.signing))));
  } catch {
    return undefined;
  }
}

export function openSigned(note: string, keys: readonly string[]): SignedCheckpoint {
  return openCheckpoint(note, keys.map(parseVerifierKey));
}

export function readKey(text: string): VerifierKey {
  return parseVerifierKey(text);
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function unproven(message: string): AuditError {
  return new AuditError(
    'checkpoint_invalid',
    message,
    'Keep the answer and the checkpoint as evidence, and run `seaworthy audit verify`.',
  );
}

function missing(folder: string): AuditError {
  return new AuditError(
    'range_empty',
    `There is no audit trail in ${folder}.`,
    'Name the state folder by --state-dir.',
  );
}
