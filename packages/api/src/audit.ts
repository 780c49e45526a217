import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

export const AuditResult = z.enum(['success', 'failure', 'refused']);
export type AuditResult = z.infer<typeof AuditResult>;

/** Who did what to what, and with what result: one line of the trail. */
export const AuditEntry = z.object({
  sequence: z.number().int().describe('1 for the first; the order of entries.'),
  time: Timestamp,
  type: z
    .string()
    .describe('authentication, authorization, data_access, data_modification, security_event, system_change …'),
  actor: z.string(),
  action: z.string().describe('Name of the route, or of what happened by itself: deployment.roll_back.'),
  resource: z.string(),
  result: AuditResult,
  reason: z.string().optional(),
  data: z.unknown().optional(),
  requestId: z.string().optional(),
  sourceAddress: z.string().optional(),
  previous: z.string().describe('Hash of the line before.'),
  hash: z.string().describe('HMAC-SHA-256 over the line up to here.'),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What is not as it was written, and where. */
export const AuditFinding = z.object({
  kind: z.string(),
  segment: z.number().optional(),
  line: z.number().optional(),
  sequence: z.number().optional(),
  throughSequence: z.number().optional(),
  message: z.string(),
});
export type AuditFinding = z.infer<typeof AuditFinding>;

export const AuditReport = z.object({
  ok: z.boolean().describe('Nothing was found. What could not be looked at stands in unproven.'),
  findings: z.array(AuditFinding),
  findingsOmitted: z.number(),
  segments: z.number(),
  entries: z.number(),
  bytes: z.number(),
  firstSequence: z.number().optional(),
  lastSequence: z.number().optional(),
  root: z.string().optional(),
  checkpoint: z
    .object({
      size: z.number(),
      source: z.enum(['given', 'stored']),
      keyId: z.string(),
      verdict: z.enum(['agrees', 'differs', 'not_compared']),
    })
    .optional(),
  tornBytes: z.number(),
  durationMs: z.number(),
  unproven: z.array(z.string()),
  text: z.string().describe('The same in words.'),
});
export type AuditReport = z.infer<typeof AuditReport>;

/** Shows, with the public key, that the entry is in the log that the checkpoint was signed for. Hashes are base64. */
export const AuditEntryProof = z.object({
  sequence: z.number().int(),
  line: z.string().describe('As it stands in the log; the leaf is SHA-256 of 0x00 and the line.'),
  index: z.number().int(),
  size: z.number().int(),
  hashes: z.array(z.string()),
  checkpoint: z.string().describe('The signed note with the root.'),
});
export type AuditEntryProof = z.infer<typeof AuditEntryProof>;

/** Shows that the log of `from` entries is the beginning of the log that the checkpoint was signed for. */
export const AuditConsistency = z.object({
  from: z.number().int(),
  to: z.number().int(),
  fromRoot: z.string(),
  toRoot: z.string(),
  hashes: z.array(z.string()),
  checkpoint: z.string().nullable().describe('The signed note of `to`, where there is one.'),
});
export type AuditConsistency = z.infer<typeof AuditConsistency>;

export const AuditCheckpoint = z.object({
  origin: z.string(),
  size: z.number().int(),
  root: z.string(),
  keyId: z.string(),
  note: z.string().describe('As it is signed (C2SP tlog-checkpoint): keep it elsewhere.'),
});
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>;
