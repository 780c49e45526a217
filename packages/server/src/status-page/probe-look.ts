import type { Availability } from './ledger.ts';

/** What is known of what a probe looks at. */
export interface ProbeFound {
  readonly standing: { readonly health: Availability };
  readonly lastLookMs: number | undefined;
  readonly probe: { readonly name: string; readonly intervalMs: number; readonly timeoutMs: number };
}

/** A probe whose looks stay away says nothing any more. */
export function judgeProbe(found: ProbeFound | undefined, nowMs: number): Availability {
  if (found?.lastLookMs === undefined) return 'unknown';
  const { intervalMs, timeoutMs } = found.probe;
  const isOld = Math.abs(nowMs - found.lastLookMs) > 2 * intervalMs + timeoutMs;
  return isOld ? 'unknown' : found.standing.health;
}
