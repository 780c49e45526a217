import type { Route, RouteName } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import { withContext } from '@seaworthy/kit';
import type { AuditLog, NewAuditEntry } from '@seaworthy/kit/audit';
import type { Performed, Performing } from '../access/approvals/carry-out.ts';
import { approvedEntry } from '../http/audit-entry.ts';
import type { ExportedRange } from '../http/audit-export.ts';
import { auditExportRoute } from '../http/audit-export.ts';
import { HttpError, toAnswer } from '../http/errors.ts';
import type { CallContext, Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { ReleaseStore } from '../ship/release/store.ts';
import { sourceAt } from '../ship/rollout/acts/prepare.ts';
import { momentAt } from './audit.ts';

export interface ApprovedCallParts {
  readonly handlers: Handlers;
  readonly releases: Pick<ReleaseStore, 'add'>;
  /** As callers reach us, for links in answers. */
  readonly origin: () => string;
  /** How many entries the audit trail has now. */
  readonly auditSize: () => number;
  readonly clock: Pick<Clock, 'now'>;
  /** Into the audit trail; resolves also when it is held there. */
  readonly record: (entry: NewAuditEntry) => Promise<void>;
  /** The trail, to read from. Throws when it cannot be opened. */
  readonly log: () => Pick<AuditLog, 'list'>;
}

type AnyHandler = (input: unknown, context: CallContext) => unknown;

/** Makes a change that was approved, by the handler that would have made it at once. */
export function performApproved(parts: ApprovedCallParts): Performing {
  const { handlers, releases, origin, record } = parts;
  return {
    async perform({ route: name, input, caller, approval }): Promise<Performed> {
      if (name === 'auditExport') return { ok: true, answer: upToNow(input, parts.auditSize()) };
      const requestKey = `approval ${approval}`;
      const from = { sourceAddress: 'approved', origin: origin(), requestId: `approval-${approval}` };
      const context = { caller, requestKey, signal: new AbortController().signal, ...from };
      try {
        const handler = handlers[name as keyof Handlers] as AnyHandler;
        const route: Route = routes[name as RouteName];
        // What other rooms tell meanwhile is of that request too.
        const output = await withContext({ approval }, async () => handler(input, context));
        return { ok: true, answer: route.response.parse(output) };
      } catch (error) {
        const { code, message } = toAnswer(error, context.requestId).body.error;
        return { ok: false, error: { code, message } };
      }
    },
    async record({ route: name, ...change }) {
      // An export that was approved has left nobody yet: each download has an entry of its own.
      if (name === 'auditExport' && change.performed.ok) return;
      const route = name === 'auditExport' ? auditExportRoute : routes[name as RouteName];
      await record(approvedEntry({ ...change, route }));
    },
    async isRecorded(approval, sinceMs) {
      try {
        const page = await parts.log().list({ sinceMs, text: approval, limit: mostAbout });
        return page.entries.some(({ data }) => isOfAct(data, approval));
      } catch {
        // A trail that cannot be read now: told twice is better than not at all.
        return false;
      }
    },
    /** Files of a release are taken in when it is asked for: what is approved can then no longer change. */
    async prepare(name, input) {
      if (name === 'auditExport') return { query: absolute(input.query, parts.clock.now()) };
      const { version, source, ...rest } = (input.body ?? {}) as Readonly<Record<string, unknown>>;
      if (name !== 'deploy' || typeof version !== 'string' || typeof source !== 'string') return input;
      await releases.add(version, await present(source));
      return { ...input, body: { ...rest, version } };
    },
  };
}

/** The request, its votes, and whoever looked at it: many more than there can be of one request. */
const mostAbout = 1_000;

/** The entry of the change itself names those who approved, as no other entry about the request does. */
function isOfAct(data: unknown, approval: string): boolean {
  const about = (data as { readonly approval?: { readonly id?: unknown; readonly approvedBy?: unknown } } | undefined)
    ?.approval;
  return about?.id === approval && about.approvedBy !== undefined;
}

/** A range is approved as it was when it was asked for: `15m` would be another one by then. */
function absolute(query: unknown, nowMs: number) {
  const { since, until, ...range } = query as ExportedRange;
  const text = (name: string, given: string | undefined) => {
    const ms = momentAt(name, given, nowMs);
    return ms === undefined ? undefined : new Date(ms).toISOString();
  };
  return { ...range, since: text('since', since), until: text('until', until) };
}

/** What is written after the approval is not of what was approved. */
function upToNow({ query }: Readonly<Record<string, unknown>>, size: number): ExportedRange {
  const range = query as ExportedRange;
  return { ...range, toSequence: Math.min(range.toSequence ?? size, size) };
}

function present(source: string) {
  return sourceAt(source).catch(() => {
    const details = [{ path: 'body.source', message: 'cannot be read' }];
    throw new HttpError('bad_request', `There is nothing to read at ${source}.`, details);
  });
}
