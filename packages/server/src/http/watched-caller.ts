import type { FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import { authorize } from '../access/principal.ts';
import type { Clock } from '../platform/clock.ts';

/** Sessions and tokens also expire in silence. */
const lookAgainMs = 60_000;

export interface WatchedCaller {
  /** Aborts when the caller may no longer have what they were given. */
  readonly signal: AbortSignal;
  stop(): void;
}

/** Whoever reads a stream was let in once: they are looked at again when something changes, and each minute. */
export function watchCaller(
  { principal, routeOptions }: FastifyRequest,
  { access, clock }: { readonly access: Pick<Access, 'recheck' | 'onChange'>; readonly clock: Clock },
): WatchedCaller {
  const lost = new AbortController();
  const look = async () => {
    const now = principal && (await access.recheck(principal));
    if (!authorize(routeOptions.config.permission, now).allowed) lost.abort();
  };
  const lookNow = () => void look().catch(() => lost.abort());
  const stops = [access.onChange(lookNow), clock.every(lookAgainMs, lookNow)];
  return {
    signal: lost.signal,
    stop: () => stops.forEach((stop) => void stop()),
  };
}
