import type { Logger } from '@seaworthy/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toAnswer } from './errors.ts';
import { registerPeerHealth } from './peer-health.ts';

/** What answers below `/alertmanager/api/v2`. */
export type AlertmanagerFace = (request: {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body?: unknown;
}) => Promise<{ readonly status: number; readonly body?: unknown }>;

export interface AlertmanagerRoutesOptions {
  readonly api: AlertmanagerFace;
  readonly isReady: () => Promise<boolean>;
  readonly logger: Logger;
}

/** To look, and to change something. */
export const ALERTMANAGER_PERMISSIONS = { read: 'alerts:read', write: 'alerts:write' } as const;

/** A Prometheus that sends 64 alerts at once, each with long annotations, is far below it. */
const POST_LIMIT_BYTES = 10 * 1024 * 1024;

/** Alertmanager's API v2, for amtool and for whatever sends alerts. */
export function registerAlertmanager(app: FastifyInstance, options: AlertmanagerRoutesOptions): void {
  app.register(
    async (face) => {
      answerErrors(face, options.logger);
      registerPeerHealth(face, options.isReady);
      const url = '/api/v2/*';
      const handler = (request: FastifyRequest, reply: FastifyReply) => answer(request, reply, options.api);
      face.route({
        method: 'GET',
        url,
        config: { permission: ALERTMANAGER_PERMISSIONS.read, ownPagesOnly: true },
        handler,
      });
      face.route({
        method: ['POST', 'PUT', 'DELETE'],
        url,
        bodyLimit: POST_LIMIT_BYTES,
        config: { permission: ALERTMANAGER_PERMISSIONS.write },
        handler,
      });
    },
    { prefix: '/alertmanager' },
  );
}

async function answer(request: FastifyRequest, reply: FastifyReply, api: AlertmanagerFace): Promise<FastifyReply> {
  const { '*': path } = request.params as { '*': string };
  const query = new URLSearchParams(request.raw.url?.split('?').slice(1).join('?'));
  const given = { method: request.method, path: `/${path}`, query };
  const { status, body } = await api(request.body === undefined ? given : { ...given, body: request.body });
  reply.code(status).header('cache-control', 'no-store');
  if (body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

function answerErrors(face: FastifyInstance, logger: Logger): void {
  face.setErrorHandler((error, request, reply) => {
    const { status, body, isOurs } = toAnswer(error, request.id);
    if (isOurs) logger.error('a request failed', { error, requestId: request.id });
    return reply.code(status).send({ code: status, message: `${body.error.message} ${body.error.hint}` });
  });
}
