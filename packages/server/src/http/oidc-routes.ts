import { routes } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { callbackPath, flowCookieLifeMs } from '../access/oidc/oidc.ts';
import { HttpError } from './errors.ts';
import { sourceOf } from './guard.ts';
import { setSessionCookies } from './session-cookies.ts';
import { signInAgain } from './sign-in-again.ts';

const flowCookie = 'seaworthy_oidc';
export const startPath = '/api/v1/oidc/start';
export const endPath = '/api/v1/oidc/sign-out';
const Text = z.string().max(4_000).optional();
const Callback = z.object({ code: Text, state: Text, iss: Text, error: Text });
const Start = z.object({ returnTo: Text });

/** How one may sign in here, and the way over a provider and back. They are places that a browser goes to, not calls. */
export function registerOidcRoutes(app: FastifyInstance, access: Access, logger: Logger): void {
  const rateLimit = { max: access.policy.signInsPerMinute, timeWindow: 60_000 };
  const config = { permission: null, rateLimit };
  const way = { config, errorHandler: signInAgain(logger) };

  app.get(routes.signInOptions.path, { config: { permission: null } }, async () => ({
    password: true,
    link: true,
    provider: access.oidc === undefined ? null : { label: access.oidc.label, start: startPath, signOut: endPath },
  }));

  app.get(startPath, way, async (request, reply) => {
    const { returnTo } = read(Start, request);
    const { url, flow } = await oidcOf(access).begin({ origin: originOf(request), returnTo });
    setFlow(reply, flow, flowCookieLifeMs / 1000);
    return leave(reply, url);
  });

  app.get(callbackPath, way, async (request, reply) => {
    const flow = request.cookies[flowCookie];
    setFlow(reply, '', 0);
    const { session, returnTo } = await oidcOf(access).finish(read(Callback, request), flow, sourceOf(request));
    setSessionCookies(reply, session);
    return leave(reply, returnTo);
  });

  app.get(endPath, { config }, async (request, reply) => {
    const url = await oidcOf(access).signOutUrl(originOf(request));
    return leave(reply, url ?? '/');
  });
}

function oidcOf({ oidc }: Access) {
  if (oidc === undefined) throw new HttpError('not_found', 'No sign-in provider is set up here.');
  return oidc;
}

/** What comes twice is nothing that a provider sends. */
function read<T extends z.ZodObject>(schema: T, { query }: FastifyRequest): z.output<T> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new HttpError('bad_request', 'That is not what a provider sends.');
}

function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`;
}

function leave(reply: FastifyReply, url: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(url, 303);
}

/** Lax: it has to come along when the provider sends the browser back. */
function setFlow(reply: FastifyReply, value: string, maxAge: number): void {
  const secure = reply.request.protocol === 'https';
  reply.setCookie(flowCookie, value, { path: '/api/v1/oidc', httpOnly: true, sameSite: 'lax', secure, maxAge });
}
