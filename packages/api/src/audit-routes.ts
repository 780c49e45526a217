import { z } from 'zod';
import { AuditCheckpoint, AuditConsistency, AuditEntry, AuditEntryProof, AuditReport, AuditResult } from './audit.ts';
import { ComplianceReport } from './audit-report.ts';
import type { Route } from './route.ts';
import { page, pageQuery } from './route.ts';

const Words = z.string().max(200).optional();
/** A timestamp, or how long ago: `15m`. */
const moment = z.string().max(40).optional();
const Size = z.coerce.number().int().min(0);

/** What was done, by whom, and the proof that the record of it is whole. Export: GET /api/v1/audit/export. */
export const auditRoutes = {
  auditEntries: {
    method: 'GET',
    path: '/api/v1/audit/entries',
    summary: 'Entries of the audit trail, newest first',
    permission: 'audit:read',
    query: z.object({
      ...pageQuery,
      ...{ since: moment, until: moment, type: Words, actor: Words, resource: Words },
      action: Words.describe('Whole, or with * at its end: deployment.*'),
      result: AuditResult.optional(),
      text: Words.describe('Stands anywhere in the entry.'),
      order: z.enum(['newest', 'oldest']).default('newest'),
    }),
    response: page(AuditEntry),
  },
  auditEntryProof: {
    method: 'GET',
    path: '/api/v1/audit/entries/{sequence}/proof',
    summary: 'Shows that an entry is in the log that a checkpoint was signed for',
    permission: 'audit:read',
    params: z.object({ sequence: z.coerce.number().int().min(1) }),
    response: AuditEntryProof,
  },
  auditConsistency: {
    method: 'GET',
    path: '/api/v1/audit/consistency',
    summary: 'Shows that the log of `from` entries is the beginning of the log of `to` entries, by default of all',
    permission: 'audit:read',
    query: z.object({ from: Size, to: Size.optional() }),
    response: AuditConsistency,
  },
  verifyAudit: {
    method: 'GET',
    path: '/api/v1/audit/verify',
    summary: 'Reads the whole trail now, and tells what is not as it was written',
    permission: 'audit:read',
    response: AuditReport,
  },
  auditReport: {
    method: 'GET',
    path: '/api/v1/audit/report',
    summary: 'What the trail says of a period: who did what, what was refused, what changed, and whether it is whole',
    permission: 'audit:read',
    query: z.object({ since: moment, until: moment }),
    response: ComplianceReport,
  },
  auditCheckpoint: {
    method: 'GET',
    path: '/api/v1/audit/checkpoint',
    summary: 'The signed checkpoint of all entries up to now',
    permission: 'audit:read',
    response: AuditCheckpoint,
  },
  auditKey: {
    method: 'GET',
    path: '/api/v1/audit/key',
    summary: 'The public keys whose signatures on checkpoints count, as name+id+base64, the present one first',
    permission: 'audit:read',
    response: z.object({ origin: z.string(), keys: z.array(z.string()) }),
  },
} as const satisfies Record<string, Route>;
