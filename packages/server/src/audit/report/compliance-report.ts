import type { ComplianceReport, ReportGap } from '@seaworthy/api';
import type { AuditLog, Finding, SignedCheckpoint, VerifyReport } from '@seaworthy/kit/audit';
import type { AuditConfig } from '../../config/audit-config.ts';
import type { AuditTrail } from '../trail.ts';
import { Tally } from './tally.ts';

export interface ReportOf {
  readonly service: string;
  readonly environment: string;
  readonly audit: AuditConfig;
}

export interface ReportPeriod {
  readonly sinceMs: number | undefined;
  readonly untilMs: number | undefined;
}

/** So many entries are in memory at once; a segment is read anew for each page of it. */
const pageSize = 20_000;

/** Reads the trail twice: to add up what was done in the period, and to verify it from end to end. */
export async function complianceReport(
  trail: Pick<AuditTrail, 'log' | 'status'>,
  about: ReportOf,
  asked: ReportPeriod & { readonly by: string; readonly nowMs: number; readonly signal: AbortSignal },
): Promise<ComplianceReport> {
  const { by, nowMs, signal, sinceMs, untilMs = nowMs } = asked;
  const log = trail.log();
  const signed = await log.checkpoint();
  const tally = await tallied(log, { sinceMs, untilMs }, signal);
  const verified = await log.verify({ signal });
  const oldest = (await log.list({ order: 'oldest', limit: 1, signal })).entries[0];
  const { firstSequence, lastSequence } = tally;
  const { gaps, ...told } = tally.told();
  return {
    format: 'seaworthy-compliance-report/1',
    generatedAt: timeText(nowMs),
    generatedBy: by,
    ...{ service: about.service, environment: about.environment, log: signed.origin },
    period: {
      since: sinceMs === undefined ? null : timeText(sinceMs),
      ...{ until: timeText(untilMs), firstSequence, lastSequence },
    },
    ...told,
    verification: verdictOf(verified, signed, { firstSequence, lastSequence }),
    retention: {
      keptSeconds: about.audit.retentionMs / 1000,
      minimumSeconds: about.audit.minimumMs / 1000,
      maxBytes: about.audit.maxBytes,
      oldestSequence: oldest?.sequence ?? null,
      oldestAt: oldest?.time ?? null,
    },
    gaps: [...deleted(oldest, sinceMs), ...gaps, ...waiting(trail)],
  };
}

async function tallied(log: AuditLog, period: ReportPeriod, signal: AbortSignal): Promise<Tally> {
  const tally = new Tally();
  let cursor: string | undefined;
  do {
    const page = await log.list({ ...period, order: 'oldest', limit: pageSize, cursor, signal });
    for (const entry of page.entries) tally.take(entry);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return tally;
}

type Range = Pick<ComplianceReport['period'], 'firstSequence' | 'lastSequence'>;

function verdictOf(report: VerifyReport, signed: SignedCheckpoint, range: Range): ComplianceReport['verification'] {
  const { ok, findings, findingsOmitted, checkpoint, entries, unproven } = report;
  const here = findings.filter((finding) => isOf(finding, range));
  const isWholeHere = here.length === 0 && findingsOmitted === 0;
  const covers = (size: number) => size >= (range.lastSequence ?? 0);
  return {
    verdict: ok ? 'whole' : isWholeHere ? 'whole_in_period' : 'not_whole',
    findings: here,
    findingsElsewhere: findings.length - here.length + findingsOmitted,
    entriesRead: entries,
    chain: !here.some(({ kind }) => kind !== 'checkpoint_invalid' && kind !== 'tree_file' && kind !== 'critical_copy'),
    checkpoint:
      checkpoint === undefined
        ? null
        : {
            ...{ size: checkpoint.size, keyId: checkpoint.keyId, verdict: checkpoint.verdict },
            coversPeriod: checkpoint.verdict === 'agrees' && covers(checkpoint.size),
          },
    note: signed.note,
    unproven: [...unproven],
  };
}

/** What has no place in the order may be of any entry. */
function isOf({ sequence, throughSequence = sequence }: Finding, { firstSequence, lastSequence }: Range): boolean {
  if (sequence === undefined || throughSequence === undefined || firstSequence === null) return true;
  return sequence <= (lastSequence ?? firstSequence) && throughSequence >= firstSequence;
}

/** What retention has deleted may have been of the period. */
function deleted(
  oldest: { readonly sequence: number; readonly time: string } | undefined,
  sinceMs?: number,
): ReportGap[] {
  if (oldest === undefined || oldest.sequence === 1) return [];
  if (sinceMs !== undefined && sinceMs > Date.parse(oldest.time)) return [];
  const message = `Entries 1 to ${oldest.sequence - 1} are gone, as retention has it: what they said is not in this report.`;
  return [{ kind: 'deleted', from: null, until: oldest.time, message }];
}

function waiting(trail: Pick<AuditTrail, 'status'>): ReportGap[] {
  const { held, lost, failingSinceMs } = trail.status();
  if (held === 0 && lost === 0) return [];
  const from = failingSinceMs === undefined ? null : timeText(failingSinceMs);
  const message = `${held} entries wait to be written, ${lost} were lost since the start.`;
  return [{ kind: 'waiting', from, until: null, message }];
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
