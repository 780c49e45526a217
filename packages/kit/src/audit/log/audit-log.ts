import type { KeyObject } from 'node:crypto';
import type { SinkStatus } from '../anchors/sink.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { VerifierKey } from '../checkpoint/signing-key.ts';
import type { AuditReceipt, NewAuditEntry } from '../entry/entry.ts';
import type { ExportRange } from '../export/export.ts';
import type { HmacKey } from '../keys/keyed-hash.ts';
import type { VerifyReport } from '../verify/report.ts';
import type { AuditFilter, AuditPage } from './list-entries.ts';
import type { ConsistencyProof, EntryProof } from './proofs.ts';

export interface RetentionOutcome {
  /** Numbers of the segments. */
  readonly deleted: readonly number[];
  /** Segments beyond a limit that the legal minimum keeps. */
  readonly held: number;
}

export interface AuditLog {
  /** Entries that are on disk. */
  readonly size: number;
  /** Resolves when the entry is on disk; entries stand in the order of the calls. Rejects when it could not be written. */
  append(entry: NewAuditEntry): Promise<AuditReceipt>;
  list(filter?: AuditFilter): Promise<AuditPage>;
  /** Signs what is on disk now; the same one again when nothing was added. Throws `no_signing_key` without a key. */
  checkpoint(): Promise<SignedCheckpoint>;
  /** Reads the whole log and tells what is not as it was written. `checkpoints`: notes that were kept elsewhere. */
  verify(o?: { readonly checkpoints?: readonly string[]; readonly signal?: AbortSignal }): Promise<VerifyReport>;
  /** The text of one file that proves itself: see docs/audit.md. */
  export(range?: ExportRange): AsyncGenerator<string>;
  /** Shows that the entry is in the log that the checkpoint was signed for. */
  proof(sequence: number): Promise<EntryProof>;
  /** Shows that the log of `from` entries is the beginning of the log of `to` entries. */
  consistency(from: number, to: number): Promise<ConsistencyProof>;
  /** Goes over to new keys, and records it. Keep the old ones for verification. */
  rotateKeys(keys: { readonly hmac?: HmacKey; readonly signing?: KeyObject }): Promise<void>;
  /** Deletes the segments that are old enough. Also done whenever a segment begins. */
  applyRetention(): Promise<RetentionOutcome>;
  sinks(): readonly SinkStatus[];
  /** Whose signatures on its checkpoints count, the present one first. */
  publicKeys(): readonly VerifierKey[];
  /** Writes what waits, makes a last checkpoint, and lets the folder go. */
  close(): Promise<void>;
}
