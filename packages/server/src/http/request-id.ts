import { randomUUID } from 'node:crypto';

const wellFormed = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own X-Request-Id when it is well formed (it goes into logs and answers), else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && wellFormed.test(header) ? header : randomUUID();
}
