/** The kinds of event that the requirements name; services may add their own. */
export const auditEventTypes = [
  'authentication',
  'authorization',
  'data_access',
  'data_modification',
  'security_event',
  'system_change',
  'face_recognition',
  'notification_sent',
] as const;
export type KnownAuditEventType = (typeof auditEventTypes)[number];
export type AuditEventType = KnownAuditEventType | (string & {});

export type AuditResult = 'success' | 'failure' | 'refused';

/** What happened, as the one who reports it knows it. */
export interface NewAuditEntry {
  readonly type: AuditEventType;
  /** Who did it: `anna`, `token/ci`, `system`. */
  readonly actor: string;
  /** What was done, as `deployment.start`. */
  readonly action: string;
  /** To what: `service/doorbell`, `user/anna`. */
  readonly resource: string;
  readonly result: AuditResult;
  readonly reason?: string | undefined;
  /** Anything that JSON can hold. Secrets are taken out before it is hashed or written. */
  readonly data?: unknown;
  readonly requestId?: string | undefined;
  readonly sourceAddress?: string | undefined;
}

/** An entry as it stands in the log: one line. */
export interface AuditEntry extends NewAuditEntry {
  /** 1 for the first entry. The order of entries; the index in the Merkle tree is one less. */
  readonly sequence: number;
  /** What the clock said, ISO 8601. Data, not order: clocks go back. */
  readonly time: string;
  /** The hash of the line before, hexadecimal. */
  readonly previous: string;
  /** HMAC-SHA-256 over the line up to this field. */
  readonly hash: string;
}

/** The entry is on disk, and stands there. */
export interface AuditReceipt {
  readonly sequence: number;
  readonly time: string;
  readonly hash: string;
}
