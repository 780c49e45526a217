import type { AuditErrorCode, AuditLog, ExportRange } from '@seaworthy/kit/audit';
import { AuditError, formatVerifierKey, formatVerifyReport } from '@seaworthy/kit/audit';
import { parseDuration } from '@seaworthy/kit/config';
import type { ReportOf } from '../audit/report/compliance-report.ts';
import { complianceReport } from '../audit/report/compliance-report.ts';
import type { AuditTrail } from '../audit/trail.ts';
import { HttpError } from '../http/errors.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';

export interface AuditHandlerParts {
  readonly audit: Pick<AuditTrail, 'log' | 'status'>;
  readonly config: { readonly service: ReportOf };
  readonly clock: Pick<Clock, 'now'>;
}

/** What the trail tells, and what proves it. */
export function createAuditHandlers({ audit, config, clock }: AuditHandlerParts) {
  const moment = (name: string, text: string | undefined) => momentAt(name, text, clock.now());
  return {
    auditEntries: ({ query }, { signal }) =>
      reading(audit, async (log) => {
        const { since, until, cursor, ...same } = query;
        const times = { sinceMs: moment('since', since), untilMs: moment('until', until) };
        const { entries, cursor: nextCursor } = await log.list({
          ...same,
          ...times,
          cursor: knownCursor(cursor),
          signal,
        });
        return { items: entries.map(toApiEntry), nextCursor: nextCursor ?? null };
      }),
    auditEntryProof: ({ params }) =>
      reading(audit, async (log) => {
        const proof = await log.proof(params.sequence);
        return { ...proof, hashes: [...proof.hashes] };
      }),
    auditConsistency: ({ query }) =>
      reading(audit, async (log) => {
        const { size, note } = await log.checkpoint();
        const proof = await log.consistency(query.from, query.to ?? size);
        return { ...proof, hashes: [...proof.hashes], checkpoint: proof.to === size ? note : null };
      }),
    verifyAudit: (_, { signal }) =>
      reading(audit, async (log) => {
        const report = await log.verify({ signal });
        return {
          ...{ ...report, findings: [...report.findings], unproven: [...report.unproven] },
          text: formatVerifyReport(report),
        };
      }),
    auditReport: ({ query }, { caller, signal }) =>
      reading(audit, () => {
        const period = { sinceMs: moment('since', query.since), untilMs: moment('until', query.until) };
        const asked = { ...period, by: caller.name, nowMs: clock.now(), signal };
        return complianceReport(audit, config.service, asked);
      }),
    auditCheckpoint: () =>
      reading(audit, async (log) => {
        const { origin, size, root, keyId, note } = await log.checkpoint();
        return { origin, size, root: root.toString('base64'), keyId, note };
      }),
    auditKey: () =>
      reading(audit, async (log) => {
        const keys = log.publicKeys();
        return { origin: keys[0]?.name ?? '', keys: keys.map(formatVerifierKey) };
      }),
  } satisfies Partial<Handlers>;
}

/** The text of an export, piece by piece; what is wrong with the range is thrown before the first. */
export async function exportOf(
  { audit, clock }: Pick<AuditHandlerParts, 'audit' | 'clock'>,
  {
    since,
    until,
    ...range
  }: Omit<ExportRange, 'sinceMs' | 'untilMs'> & { since?: string | undefined; until?: string | undefined },
): Promise<AsyncIterable<string>> {
  const nowMs = clock.now();
  const times = { sinceMs: momentAt('since', since, nowMs), untilMs: momentAt('until', until, nowMs) };
  return reading(audit, async (log) => {
    const pieces = log.export({ ...range, ...times });
    const first = await pieces.next();
    return begunWith(first, pieces);
  });
}

async function* begunWith(first: IteratorResult<string>, pieces: AsyncGenerator<string>) {
  try {
    if (first.done !== true) yield first.value;
    yield* pieces;
  } finally {
    await pieces.return(undefined);
  }
}

type ApiEntry = Awaited<ReturnType<Handlers['auditEntries']>>['items'][number];

function toApiEntry(entry: Awaited<ReturnType<AuditLog['list']>>['entries'][number]): ApiEntry {
  return entry as ApiEntry;
}

async function reading<T>(audit: Pick<AuditTrail, 'log'>, read: (log: AuditLog) => Promise<T>): Promise<T> {
  try {
    return await read(audit.log());
  } catch (error) {
    throw error instanceof AuditError
      ? new HttpError(codes[error.code] ?? 'unavailable', error.message, [], error.hint)
      : error;
  }
}

const codes: Partial<Record<AuditErrorCode, 'not_found'>> = { entry_unknown: 'not_found', range_empty: 'not_found' };

function knownCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || /^[1-9]\d{0,15}$/.test(cursor)) return cursor;
  throw new HttpError('bad_request', undefined, [{ path: 'query.cursor', message: 'is not known' }]);
}

/** A time, or how long ago. Throws `bad_request`, naming the field. */
export function momentAt(name: string, text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const agoMs = parseDuration(text);
  const ms = agoMs === undefined ? Date.parse(text) : nowMs - agoMs;
  if (!Number.isNaN(ms)) return ms;
  const message = 'is neither a time, 2030-01-01T12:00:00Z, nor how long ago, 15m';
  throw new HttpError('bad_request', undefined, [{ path: `query.${name}`, message }]);
}
