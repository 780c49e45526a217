import type { Permission } from '@seaworthy/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Principal } from '../access/principal.ts';
import { authorize } from '../access/principal.ts';
import type { RequestOrigin } from '../access/same-origin.ts';
import { isForeignPage, mayChangeByCookie } from '../access/same-origin.ts';
import { HttpError } from './errors.ts';

export const sessionCookie = 'seaworthy_session';

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

/** Stands before every route: the host it was asked by, who asks, whether they may, and from which page. */
export function guard(app: FastifyInstance, { access, isKnownHost }: GuardOptions): void {
  app.decorateRequest('principal', undefined);
  app.addHook('onRequest', async (request) => {
    if (!isKnownHost(request.headers.host)) throw unknownHost();
    const { permission } = request.routeOptions.config;
    if (request.is404) return;
    if (permission === null) return refuseForeignPage(request);
    request.principal = await access.authenticate(credentialsOf(request));
    const decision = authorize(permission, request.principal);
    if (!decision.allowed) throw new HttpError(decision.reason, undefined, neededDetail(permission));
    if (isForged(request)) throw foreignPage();
  });
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

function credentialsOf(request: FastifyRequest) {
  return { authorization: request.headers.authorization, cookie: request.cookies[sessionCookie] };
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
