import type { NewAuditEntry } from '@seaworthy/kit/audit';

/** Where http records what was asked of it. */
export interface AuditPort {
  /** Rejects with `audit_unavailable` when an entry could not be written now: nothing is then changed. */
  ensureWritable(): Promise<void>;
  /** Resolves when the entry is durable. */
  record(entry: NewAuditEntry): Promise<void>;
  /** Written as soon as it can be. */
  note(entry: NewAuditEntry): void;
}
