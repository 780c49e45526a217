import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import { auditEntry } from './audit-entry.ts';
import type { AuditPort } from './audit-port.ts';
import type { AuditedRoute } from './audited-routes.ts';
import { auditedRoute } from './audited-routes.ts';
import { createRefusals } from './refusals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request failed with. */
    auditError: unknown;
    isAudited: boolean;
  }
}

/**
 * Every request that may change something writes one entry, which is durable before the answer leaves; when none can be
 * written, nothing is changed. It knows a route by method and path alone, so that no route can forget it. Stands behind
 * the guard: whoever is refused there is recorded too.
 */
export function auditRequests(app: FastifyInstance, { audit, clock }: { audit: AuditPort; clock: Clock }): void {
  const refusals = createRefusals(clock, (entry) => audit.note(entry));
  app.decorateRequest('auditError', undefined);
  app.decorateRequest('isAudited', false);
  app.addHook('onRequest', async (request) => {
    const route = routeOf(request);
    if (route?.evenUnrecorded === false) await audit.ensureWritable();
  });
  app.addHook('onError', async (request, _, error) => {
    request.auditError = error;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.isAudited || request.is404) return payload;
    request.isAudited = true;
    const isRefused = reply.statusCode === 401 || reply.statusCode === 403;
    const route = routeOf(request) ?? (isRefused ? readRoute(request) : undefined);
    if (route === undefined) return payload;
    if (isRefused && isRepeat(request, reply)) return payload;
    await write(route, request, reply, payload);
    return payload;
  });
  app.addHook('onClose', async () => refusals.stop());

  /** Those who are known get an entry each when they try to change something. */
  function isRepeat(request: FastifyRequest, reply: FastifyReply): boolean {
    if (request.principal !== undefined && routeOf(request) !== undefined) return false;
    const { principal, ip, method, routeOptions } = request;
    return !refusals.isNew(
      `${principal?.name ?? ''} ${ip} ${method} ${routeOptions.url ?? ''} ${reply.statusCode}`.trim(),
    );
  }

  async function write(route: AuditedRoute, request: FastifyRequest, reply: FastifyReply, payload: unknown) {
    try {
      await audit.record(auditEntry(route, request, reply, payload));
    } catch (error) {
      if (reply.statusCode >= 400 || route.evenUnrecorded) return;
      // It was done, and nobody is told so: a session that nobody knows of is given to nobody.
      reply.removeHeader('set-cookie');
      throw error;
    }
  }
}

function routeOf({ method, routeOptions, is404 }: FastifyRequest): AuditedRoute | undefined {
  const { url, config } = routeOptions;
  return is404 || url === undefined ? undefined : auditedRoute(method, url, config.permission);
}

/** Of a read only the refusal is worth an entry. */
function readRoute({ method, routeOptions }: FastifyRequest): AuditedRoute {
  return { action: `${method} ${routeOptions.url ?? ''}`, type: 'security_event', evenUnrecorded: true };
}
