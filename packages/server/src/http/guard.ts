import type { Permission } from '@seaworthy/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Principal } from '../access/principal.ts';
import { authorize } from '../access/principal.ts';
import type { RequestOrigin } from '../access/same-origin.ts';
import { isForeignPage, mayChangeByCookie } from '../access/same-origin.ts';
import { HttpError } from './errors.ts';
import { clearSessionCookies, readSessionCookies, setSessionCookies } from './session-cookies.ts';
import { compareSignedBodies, signerOf } from './signed-body.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked before the body is read. A route that names none is refused; `null` is open to everyone. */
    permission?: Permission | null;
    /** What it answers costs so much that another site's page must not make its visitor ask for it, though it sees no answer. */
    ownPagesOnly?: true;
    /** Asked so often that only what goes wrong is logged. */
    isQuiet?: true;
  }
  interface FastifyRequest {
    principal: Principal | undefined;
  }
}

export interface GuardOptions {
  readonly access: Access;
  readonly isKnownHost: (header: string | undefined) => boolean;
}

/** Stands before every route: the host it was asked by, who asks, whether they may, from which page, and how often. */
export function guard(app: FastifyInstance, { access, isKnownHost }: GuardOptions): void {
  app.decorateRequest('principal', undefined);
  compareSignedBodies(app);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.permission === undefined) throw new Error(`The route ${String(method)} ${url} names no permission.`);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!isKnownHost(request.headers.host)) throw unknownHost();
    const { permission } = request.routeOptions.config;
    if (request.is404) return;
    if (permission === null) return refuseForeignPage(request);
    request.principal = (await signerOf(request, access)) ?? (await callerOf(request, reply, access));
    const decision = authorize(permission, request.principal);
    if (!decision.allowed) {
      await tellRefusal(request, permission, access);
      throw new HttpError(decision.reason, undefined, neededDetail(permission), refusalHint(request.principal));
    }
    if (isForged(request)) throw foreignPage();
    if (request.principal !== undefined && isCounted(request, permission)) slowDown(request.principal, reply, access);
  });
}

/** By header or cookie. A page whose access token has expired goes on with the next one, which the answer brings along. */
async function callerOf(request: FastifyRequest, reply: FastifyReply, access: Access): Promise<Principal | undefined> {
  const { authorization } = request.headers;
  const cookies = readSessionCookies(request);
  const caller = await access.authenticate({ authorization, cookie: cookies.access });
  if (caller !== undefined || authorization !== undefined || cookies.refresh === undefined) return caller;
  // Another site's page gets nothing renewed: the request that it made is refused below, or reads what it cannot see.
  if (isForeignPage(originOf(request))) return undefined;
  const renewed = await access.signIns.renew(cookies.refresh, sourceOf(request));
  if (renewed === undefined) clearSessionCookies(reply);
  else setSessionCookies(reply, renewed);
  return renewed?.principal;
}

export function sourceOf({ ip, headers }: FastifyRequest) {
  return { sourceAddress: ip, client: headers['user-agent'] };
}

/** Not those who are nobody: whoever can reach the port could fill the log. */
async function tellRefusal(request: FastifyRequest, permission: Permission | undefined, access: Access): Promise<void> {
  const { principal, method, ip, routeOptions } = request;
  if (principal === undefined) return;
  await access.tell({
    ...{ type: 'authorization', actor: principal.name, action: permission ?? 'none', result: 'refused' },
    ...{ resource: `${method} ${routeOptions.url ?? ''}`, reason: 'the permission is missing', sourceAddress: ip },
  });
}

/** Telemetry comes as often as it comes, and a question that is asked by POST changes nothing. */
function isCounted({ method }: FastifyRequest, permission: Permission | undefined): boolean {
  return method !== 'GET' && permission !== 'telemetry:write' && permission?.endsWith(':read') === false;
}

function slowDown(principal: Principal, reply: FastifyReply, access: Access): void {
  const waitMs = access.changeWaitMs(principal);
  if (waitMs === 0) return;
  reply.header('retry-after', Math.ceil(waitMs / 1000));
  throw new HttpError('rate_limited', 'You change too much at once.');
}

function refusalHint(principal: Principal | undefined): string | undefined {
  return principal?.needsSecondFactor ? 'Your role asks for a second factor: enrol one first.' : undefined;
}

/** Browsers send cookies, and a password that they were once given, along with requests that any page makes. */
function isForged(request: FastifyRequest): boolean {
  const origin = originOf(request);
  switch (request.principal?.via) {
    case 'session':
      return !mayChangeByCookie(origin) || (request.routeOptions.config.ownPagesOnly === true && isForeignPage(origin));
    case 'basic':
      return isForeignPage(origin);
    default:
      return false;
  }
}

function originOf({ method, headers }: FastifyRequest): RequestOrigin {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  return { method, host, origin, secFetchSite: typeof site === 'string' ? site : undefined };
}

/** An open change is a sign-in: another site must not sign its visitor in as somebody of its choice. */
function refuseForeignPage(request: FastifyRequest): void {
  if (request.method !== 'GET' && isForeignPage(originOf(request))) throw foreignPage();
}

function neededDetail(permission: Permission | null | undefined) {
  return typeof permission === 'string' ? [{ path: 'permission', message: permission }] : [];
}

function foreignPage(): HttpError {
  const hint = 'Send the request from the console itself, or use a token.';
  return new HttpError('forbidden', 'The request comes from a page of another origin.', [], hint);
}

function unknownHost(): HttpError {
  const hint = 'Use 127.0.0.1 or localhost, or list the name in server.allowedHosts.';
  return new HttpError('forbidden', 'The Host header names another server.', [], hint);
}
