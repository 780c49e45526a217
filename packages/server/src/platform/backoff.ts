/** How long to wait before trying again: longer each time, up to a limit, never in step with others. */
export interface Backoff {
  readonly initialMs: number;
  readonly maxMs: number;
  readonly factor: number;
  /** Share of the delay that chance takes away: 0 is none, 0.2 waits between 80 % and 100 %. */
  readonly jitter: number;
}

/** The wait before attempt number `attempt` + 1; the first attempt to fail is 1. `random` is in [0, 1). */
export function backoffDelayMs(attempt: number, backoff: Backoff, random: () => number): number {
  const steps = Math.max(0, attempt - 1);
  const full = Math.min(backoff.maxMs, backoff.initialMs * backoff.factor ** steps);
  return Math.round(full * (1 - backoff.jitter * random()));
}
