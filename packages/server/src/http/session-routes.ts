import { routes } from '@seaworthy/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { OpenSession } from '../access/sign-in.ts';
import { toDetail } from './api-routes.ts';
import { HttpError } from './errors.ts';
import { sourceOf } from './guard.ts';
import type { SessionRoute } from './handlers.ts';
import { clearSessionCookies, setSessionCookies } from './session-cookies.ts';

/** The routes that give and take the session's cookies. */
export function registerSessionRoutes(app: FastifyInstance, access: Access): void {
  const place = (name: SessionRoute) => ({
    method: routes[name].method,
    url: routes[name].path,
    config: { permission: routes[name].permission },
  });
  const rateLimit = { max: access.policy.signInsPerMinute, timeWindow: 60_000 };

  app.route({
    ...place('signIn'),
    config: { permission: null, rateLimit },
    handler: async (request, reply) => {
      const { deliver, ...attempt } = read(routes.signIn.body, request);
      if (attempt.code === undefined && (attempt.name === undefined || attempt.password === undefined)) {
        const message = 'a code, or a name and a password';
        throw new HttpError('bad_request', undefined, [{ path: 'body', message }]);
      }
      const session = await access.signIns.begin(attempt, sourceOf(request));
      reply.header('cache-control', 'no-store');
      if (deliver === 'body') return { ...described(session), tokens: tokensOf(session) };
      setSessionCookies(reply, session);
      return described(session);
    },
  });

  app.route({
    ...place('refreshSession'),
    config: { permission: null, rateLimit: { ...rateLimit, max: rateLimit.max * 6 } },
    handler: async (request, reply) => {
      const { refresh } = read(routes.refreshSession.body, request);
      const session = await access.signIns.renew(refresh, sourceOf(request));
      if (session === undefined) throw new HttpError('unauthenticated', 'The session is over.');
      reply.header('cache-control', 'no-store');
      return { ...described(session), tokens: tokensOf(session) };
    },
  });

  app.route({
    ...place('session'),
    handler: async ({ principal }, reply) => {
      if (principal === undefined) throw new HttpError('unauthenticated');
      const { name: user, expiresAtMs, roles, permissions, needsSecondFactor, account } = principal;
      const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
      reply.header('cache-control', 'no-store');
      return { user, expiresAt, roles, permissions: [...permissions], needsSecondFactor, ...(account && { account }) };
    },
  });

  app.route({
    ...place('signOut'),
    handler: async (request, reply) => {
      const { principal } = request;
      if (principal !== undefined) await access.signIns.end(principal, sourceOf(request));
      clearSessionCookies(reply);
      return { ok: true };
    },
  });
}

function read<T extends z.ZodObject>(schema: T, request: FastifyRequest): z.output<T> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((issue) => toDetail('body', issue));
  throw new HttpError('bad_request', undefined, details);
}

function described({ principal, expiresAtMs }: OpenSession) {
  return { user: principal.name, expiresAt: new Date(expiresAtMs).toISOString() };
}

function tokensOf({ access, refresh }: OpenSession) {
  return { access: access.token, accessExpiresAt: new Date(access.expiresAtMs).toISOString(), refresh };
}
