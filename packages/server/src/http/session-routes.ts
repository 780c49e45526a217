import { routes } from '@seaworthy/api';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Access } from '../access/access.ts';
import { sessionLimitMs } from '../access/sessions.ts';
import { toDetail } from './api-routes.ts';
import { HttpError } from './errors.ts';
import { sessionCookie } from './guard.ts';
import type { SessionRoute } from './handlers.ts';

/** Sign-ins tried from one address in a minute. Codes are 256 random bits; this keeps guessing out of the logs. */
const signInsPerMinute = 10;

/** The routes that give and take the session cookie. */
export function registerSessionRoutes(app: FastifyInstance, access: Access): void {
  const place = (name: SessionRoute) => ({
    method: routes[name].method,
    url: routes[name].path,
    config: { permission: routes[name].permission },
  });

  app.route({
    ...place('signIn'),
    config: { permission: null, rateLimit: { max: signInsPerMinute, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const parsed = routes.signIn.body.safeParse(request.body ?? {});
      if (!parsed.success) {
        throw new HttpError(
          'bad_request',
          undefined,
          parsed.error.issues.map((issue) => toDetail('body', issue)),
        );
      }
      const session = await access.signIn(parsed.data.code);
      if (session === undefined) throw spentCode();
      setCookie(reply, session.cookie);
      return { user: session.user, expiresAt: new Date(session.expiresAtMs).toISOString() };
    },
  });

  app.route({
    ...place('session'),
    handler: async ({ principal }) => ({
      user: principal?.name ?? '',
      expiresAt: typeof principal?.expiresAtMs === 'number' ? new Date(principal.expiresAtMs).toISOString() : null,
    }),
  });

  app.route({
    ...place('signOut'),
    handler: async ({ principal }, reply) => {
      if (principal !== undefined) await access.signOut(principal);
      reply.clearCookie(sessionCookie, { path: '/' });
      return { ok: true };
    },
  });

  app.route({
    ...place('createSignInLink'),
    handler: async (request) => {
      const { code, expiresAtMs } = await access.createSignInCode();
      return {
        // In the fragment: a browser sends it to no server, so it stands in no log.
        url: `${request.protocol}://${request.host}/sign-in#${code}`,
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
  });
}

/** The cookie may live as long as a session can; when it ends sooner, the server says so. */
function setCookie(reply: FastifyReply, value: string): void {
  reply.setCookie(sessionCookie, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: reply.request.protocol === 'https',
    maxAge: sessionLimitMs / 1000,
  });
}

function spentCode(): HttpError {
  const hint = 'Codes work once and for ten minutes: ask for a new link with `seaworthy sign-in`.';
  return new HttpError('unauthenticated', 'The sign-in code is unknown, used or too old.', [], hint);
}
