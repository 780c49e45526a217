import { z } from 'zod';
import { AuditFinding, AuditResult } from './audit.ts';
import { Timestamp } from './vocabulary.ts';

const Counts = z.array(z.object({ name: z.string(), count: z.int() }));

export const ReportedEntry = z.object({
  sequence: z.int(),
  time: Timestamp,
  actor: z.string(),
  action: z.string(),
  resource: z.string(),
  result: AuditResult,
  reason: z.string().nullable(),
});
export type ReportedEntry = z.infer<typeof ReportedEntry>;

const Listed = z.object({
  count: z.int(),
  items: z.array(ReportedEntry),
  omitted: z.int().describe('Earlier ones that are counted, and not listed.'),
});

export const ReportedDeployment = z.object({
  id: z.string(),
  version: z.string().nullable(),
  fromVersion: z.string().nullable(),
  requestedBy: z.string().nullable(),
  startedAt: Timestamp.nullable().describe('null: before the period.'),
  endedAt: Timestamp.nullable().describe('null: after the period, or not at all.'),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ReportedDeployment = z.infer<typeof ReportedDeployment>;

export const gapKinds = [
  'deleted',
  'begun_anew',
  'not_recorded',
  'recovered',
  'not_running',
  'clock_back',
  'summed_up',
  'waiting',
] as const;

/** What the trail cannot tell of the period, and why. */
export const ReportGap = z.object({
  kind: z.enum(gapKinds),
  from: Timestamp.nullable(),
  until: Timestamp.nullable(),
  message: z.string(),
});
export type ReportGap = z.infer<typeof ReportGap>;

/** What the audit trail says of a period, for whoever has to judge it. Of secrets it has names alone. */
export const ComplianceReport = z.object({
  format: z.literal('seaworthy-compliance-report/1'),
  generatedAt: Timestamp,
  generatedBy: z.string(),
  service: z.string(),
  environment: z.string(),
  log: z.string().describe('Name of the log, as its checkpoints have it.'),
  period: z.object({
    since: Timestamp.nullable().describe('null: from the first entry that is kept.'),
    until: Timestamp.describe('When the report was made, unless asked otherwise.'),
    firstSequence: z.int().nullable(),
    lastSequence: z.int().nullable(),
  }),
  entries: z.int(),
  byType: Counts,
  byResult: Counts,
  byActor: Counts,
  refused: Listed,
  failed: Listed,
  accessChanges: Listed.describe('Of users, roles, tokens, passwords and second factors.'),
  approvals: Listed.describe('Requests, votes, requests that expired, and glass that was broken.'),
  secrets: z.array(
    z.object({ name: z.string(), set: z.int(), deleted: z.int(), by: z.array(z.string()), lastAt: Timestamp }),
  ),
  keyChanges: Listed.describe('Of the keys that seal, sign and prove.'),
  deployments: z.object({ count: z.int(), items: z.array(ReportedDeployment), omitted: z.int() }),
  verification: z.object({
    verdict: z
      .enum(['whole', 'whole_in_period', 'not_whole'])
      .describe('whole_in_period: what was found is of entries outside the period.'),
    findings: z.array(AuditFinding).describe('Of the period, or of the log as a whole.'),
    findingsElsewhere: z.int(),
    entriesRead: z.int().describe('All that are kept: a chain is verified from its beginning.'),
    chain: z.boolean().describe('Each entry has the seal of the key, and stands where it was written.'),
    checkpoint: z
      .object({
        size: z.int(),
        keyId: z.string(),
        verdict: z.enum(['agrees', 'differs', 'not_compared']),
        coversPeriod: z.boolean(),
      })
      .nullable(),
    note: z
      .string()
      .describe('The signed checkpoint of the moment: kept elsewhere, it proves later what was there now.'),
    unproven: z.array(z.string()),
  }),
  retention: z.object({
    keptSeconds: z.number(),
    minimumSeconds: z.number(),
    maxBytes: z.number(),
    oldestSequence: z.int().nullable(),
    oldestAt: Timestamp.nullable(),
  }),
  gaps: z.array(ReportGap),
});
export type ComplianceReport = z.infer<typeof ComplianceReport>;
