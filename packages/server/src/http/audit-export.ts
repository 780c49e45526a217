import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { toDetail } from './api-routes.ts';
import { HttpError } from './errors.ts';

const Sequence = z.coerce.number().int().min(1).optional();
const Moment = z.string().max(40).optional();
const Range = z.strictObject({ fromSequence: Sequence, toSequence: Sequence, since: Moment, until: Moment });

export type AuditExport = (range: z.output<typeof Range>) => Promise<AsyncIterable<string>>;

/** The trail, or a part of it, as one file that proves itself; of any size, as fast as the client takes it. */
export function registerAuditExport(app: FastifyInstance, auditExport: AuditExport): void {
  app.get(
    '/api/v1/audit/export',
    { config: { permission: 'audit:export', ownPagesOnly: true } },
    async (request, reply) => {
      const range = Range.safeParse(request.query);
      if (!range.success) {
        throw new HttpError(
          'bad_request',
          undefined,
          range.error.issues.map((issue) => toDetail('query', issue)),
        );
      }
      const pieces = await auditExport(range.data);
      reply
        .header('content-disposition', 'attachment; filename="audit-export.ndjson"')
        .header('cache-control', 'no-store');
      return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(pieces));
    },
  );
}
