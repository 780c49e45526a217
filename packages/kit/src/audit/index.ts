export { fileSink, splitNotes } from './anchors/file-sink.ts';
export type { AnchorOptions, CheckpointSink, SinkStatus } from './anchors/sink.ts';
export type { SyslogSinkOptions } from './anchors/syslog-sink.ts';
export { syslogSink } from './anchors/syslog-sink.ts';
export type { WebhookSinkOptions } from './anchors/webhook-sink.ts';
export { webhookSink } from './anchors/webhook-sink.ts';
export type { AuditErrorCode } from './audit-error.ts';
export { AuditError } from './audit-error.ts';
export type { Checkpoint, SignedCheckpoint } from './checkpoint/checkpoint.ts';
export { openCheckpoint } from './checkpoint/open-checkpoint.ts';
export type { VerifierKey } from './checkpoint/signing-key.ts';
export { formatVerifierKey, parseVerifierKey, verifierKey } from './checkpoint/signing-key.ts';
export type { AuditEntry, AuditEventType, AuditReceipt, AuditResult, NewAuditEntry } from './entry/entry.ts';
export { auditEventTypes } from './entry/entry.ts';
export type { AuditEvents } from './events.ts';
export { auditEvents } from './events.ts';
export type { ExportRange } from './export/export.ts';
export {
  createHmacKey,
  createSigningKey,
  loadHmacKey,
  loadOrCreateHmacKey,
  loadOrCreateSigningKey,
  loadPublicKey,
  loadSigningKey,
} from './keys/key-files.ts';
export type { HmacKey } from './keys/keyed-hash.ts';
export type { AuditLog } from './log/audit-log.ts';
export type { AuditFilter, AuditPage } from './log/list-entries.ts';
export { openAuditLog } from './log/open-audit-log.ts';
export type { AuditKeys, AuditLogOptions } from './log/options.ts';
export type { ConsistencyProof, EntryProof } from './log/proofs.ts';
export type { RetentionOptions } from './log/retention.ts';
export type { Consistency } from './merkle/consistency.ts';
export { isConsistent } from './merkle/consistency.ts';
export type { Inclusion } from './merkle/inclusion.ts';
export { isIncluded } from './merkle/inclusion.ts';
export { leafHash } from './merkle/tree-hash.ts';
export { exportVerifierPath } from './verifier-path.ts';
export type { Finding, FindingKind } from './verify/finding.ts';
export type { CheckpointVerdict, VerifyReport } from './verify/report.ts';
export { formatVerifyReport } from './verify/report.ts';
export type { VerifyOptions } from './verify/verify.ts';
export { verifyAuditLog } from './verify/verify.ts';
