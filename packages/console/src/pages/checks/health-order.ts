import type { HealthStatus } from '@seaworthy/api';

/** What is known to be wrong first, then what nobody knows. */
const rank: Readonly<Record<HealthStatus, number>> = { unhealthy: 0, degraded: 1, unknown: 2, healthy: 3 };

export function worse(one: HealthStatus, other: HealthStatus): number {
  return rank[one] - rank[other];
}

export function worstOf(statuses: readonly HealthStatus[]): HealthStatus {
  return [...statuses].sort(worse)[0] ?? 'unknown';
}

/** `1 unhealthy, 2 unknown, 14 healthy` */
export function countsText(statuses: readonly HealthStatus[]): string {
  const counts = (Object.keys(rank) as HealthStatus[]).map((status) => {
    return { status, count: statuses.filter((each) => each === status).length };
  });
  return counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}`)
    .join(', ');
}
