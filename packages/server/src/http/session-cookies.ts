import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenSession } from '../access/sign-in.ts';

/** The access token; it counts for a quarter of an hour. */
export const sessionCookie = 'seaworthy_session';
/** The refresh token, from which the guard makes the next access token. */
export const refreshCookie = 'seaworthy_refresh';

const longestValue = 4_000;

export function readSessionCookies({ cookies }: FastifyRequest): { access?: string; refresh?: string } {
  const [access, refresh] = [cookies[sessionCookie], cookies[refreshCookie]];
  const isFit = (value: string | undefined) => value !== undefined && value !== '' && value.length <= longestValue;
  return { ...(access && isFit(access) ? { access } : {}), ...(refresh && isFit(refresh) ? { refresh } : {}) };
}

/**
 * Both live as long as the session; what an expired access token is worth, the server knows. They are written as headers
 * at once: an answer that goes around Fastify's own end (a stream, health) must carry them too, or the next refresh token
 * would be lost.
 */
export function setSessionCookies(reply: FastifyReply, { access, refresh, expiresAtMs }: OpenSession): void {
  const expires = new Date(expiresAtMs);
  write(reply, sessionCookie, access.token, expires);
  write(reply, refreshCookie, refresh, expires);
}

export function clearSessionCookies(reply: FastifyReply): void {
  for (const name of [sessionCookie, refreshCookie]) write(reply, name, '', new Date(0));
}

function write(reply: FastifyReply, name: string, value: string, expires: Date): void {
  const secure = reply.request.protocol === 'https';
  const cookie = reply.server.serializeCookie(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    expires,
  });
  const before = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  reply.removeHeader('set-cookie');
  reply.header('set-cookie', [...before.filter((other) => !other.startsWith(`${name}=`)), cookie]);
}
