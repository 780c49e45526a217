import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Approvals } from '../access/approvals/approvals.ts';
import type { Clock } from '../platform/clock.ts';
import { toDetail } from './api-routes.ts';
import { HttpError } from './errors.ts';
import { hold } from './hold.ts';

const Sequence = z.coerce.number().int().min(1).optional();
const Moment = z.string().max(40).optional();
const Range = z.strictObject({ fromSequence: Sequence, toSequence: Sequence, since: Moment, until: Moment });
const Asked = z.union([z.strictObject({ approval: z.string().max(64) }), Range]);

export type ExportedRange = z.output<typeof Range>;
export type AuditExport = (range: ExportedRange) => Promise<AsyncIterable<string>>;

/** Beside the API's table, since its answer is a file of any size. */
export const auditExportRoute = { method: 'GET', path: '/api/v1/audit/export', permission: 'audit:export' } as const;

/** For so long whoever asked may fetch what was approved; a download that breaks off can be begun anew. */
const fetchableMs = 86_400_000;

export interface AuditExportOptions {
  readonly auditExport: AuditExport;
  readonly access: { readonly approvals: Pick<Approvals, 'hold' | 'get'> };
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * The trail, or a part of it, as one file that proves itself; of any size, as fast as the client takes it. Where a second
 * person is needed, the answer is 202 and a request; once that is approved, `approval` alone names what is fetched.
 */
export function registerAuditExport(app: FastifyInstance, { auditExport, access, clock }: AuditExportOptions): void {
  const { permission, path } = auditExportRoute;
  app.get(path, { config: { permission, ownPagesOnly: true } }, async (request, reply) => {
    const asked = parsed(request.query);
    const caller = callerOf(request);
    if (!('approval' in asked)) {
      const held = await hold('auditExport', { query: asked }, { request, caller, approvals: access.approvals });
      if (held !== undefined) return reply.code(202).header('cache-control', 'no-store').send({ approval: held });
    }
    const range = 'approval' in asked ? await approved(asked.approval, caller) : asked;
    const pieces = await auditExport(range);
    reply
      .header('content-disposition', 'attachment; filename="audit-export.ndjson"')
      .header('cache-control', 'no-store');
    return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(pieces));
  });

  async function approved(id: string, caller: ReturnType<typeof callerOf>): Promise<ExportedRange> {
    const { act, state, askedBy, endedAt, result } = await access.approvals.get(id, caller);
    if (act !== 'export' || askedBy !== caller.name) {
      throw new HttpError('forbidden', `The request ${id} is of no export of yours.`);
    }
    if (state !== 'done') throw new HttpError('approval_over', `The request ${id} is ${state.replace('_', ' ')}.`);
    if (endedAt === null || Date.parse(endedAt) + fetchableMs < clock.now()) {
      throw new HttpError('approval_over', `The request ${id} was approved more than a day ago.`);
    }
    return Range.parse(result);
  }
}

function parsed(query: unknown): z.output<typeof Asked> {
  const asked = Asked.safeParse(query);
  if (asked.success) return asked.data;
  const { error = asked.error } = Range.safeParse(query);
  throw new HttpError(
    'bad_request',
    undefined,
    error.issues.map((issue) => toDetail('query', issue)),
  );
}

function callerOf({ principal }: FastifyRequest) {
  if (principal === undefined) throw new HttpError('unauthenticated');
  return principal;
}
