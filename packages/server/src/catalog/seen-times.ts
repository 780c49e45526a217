import type { HealthStatus } from '@seaworthy/api';
import type { ObservedHealth } from './observed-health.ts';

/** Of what an instance said of itself: when, and since when it says so. */
export interface SeenTimes {
  readonly askedAtMs: number;
  readonly whole: Standing;
  readonly checks: Readonly<Record<string, Standing>>;
}

export interface Standing {
  readonly status: HealthStatus;
  readonly sinceMs: number;
}

/** What is as it was keeps its time; a check that is not told of any more is forgotten. */
export function seenTimes(before: SeenTimes | undefined, { status, report }: ObservedHealth, atMs: number): SeenTimes {
  const checks = Object.entries(report?.checks ?? {}).map(
    ([name, check]) => [name, standing(before?.checks[name], check.status, atMs)] as const,
  );
  return { askedAtMs: atMs, whole: standing(before?.whole, status, atMs), checks: Object.fromEntries(checks) };
}

function standing(before: Standing | undefined, status: HealthStatus, atMs: number): Standing {
  return before?.status === status ? before : { status, sinceMs: atMs };
}
