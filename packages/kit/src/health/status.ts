/** `unknown` is a value of its own: nothing was seen, so it is neither good nor bad. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';

/** What a check found. */
export interface CheckOutcome {
  readonly status: HealthStatus;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const worstLast: readonly HealthStatus[] = ['healthy', 'degraded', 'unknown', 'unhealthy'];

/** The worst of them; `healthy` when there is none. Not knowing is worse than degraded: it may hide anything. */
export function worstStatus(statuses: Iterable<HealthStatus>): HealthStatus {
  let worst = 0;
  for (const status of statuses) worst = Math.max(worst, worstLast.indexOf(status));
  return worstLast[worst] ?? 'unknown';
}

/** Fit to serve: HTTP 200. */
export function isServing(status: HealthStatus): boolean {
  return status === 'healthy' || status === 'degraded';
}

/** A check of something that the service can do without: what would be unhealthy is degraded. */
export function atWorstDegraded(
  check: (signal: AbortSignal) => Promise<CheckOutcome> | CheckOutcome,
): (signal: AbortSignal) => Promise<CheckOutcome> {
  return async (signal) => {
    const outcome = await check(signal);
    return outcome.status === 'unhealthy' ? { ...outcome, status: 'degraded' } : outcome;
  };
}
