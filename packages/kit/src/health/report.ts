import type { CheckOutcome, HealthStatus } from './status.ts';
import { worstStatus } from './status.ts';

export interface CheckReport {
  readonly status: HealthStatus;
  readonly message: string;
  readonly durationMs: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** How old the result is, where a newer one took too long to wait for. */
  readonly ageMs?: number;
}

/** The body of `/health`. */
export interface HealthReport {
  readonly status: HealthStatus;
  readonly timestamp: string;
  readonly services: Readonly<Record<string, HealthStatus>>;
  readonly checks: Readonly<Record<string, CheckReport>>;
  readonly summary: Readonly<Record<'total' | HealthStatus, number>>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly status: HealthStatus;
}

export interface Liveness {
  readonly alive: true;
  readonly status: HealthStatus;
}

/** One check's settled result, as the report needs it. */
export interface CheckResult {
  readonly name: string;
  readonly critical: boolean;
  readonly informational: boolean;
  readonly outcome: CheckOutcome;
  readonly durationMs: number;
  readonly ageMs?: number;
}

export function buildReport(results: readonly CheckResult[], nowMs: number): HealthReport {
  return {
    status: worstStatus(results.filter(({ informational }) => !informational).map(statusForWhole)),
    timestamp: new Date(nowMs).toISOString(),
    services: Object.fromEntries(results.map(({ name, outcome }) => [name, outcome.status])),
    checks: Object.fromEntries(results.map((result) => [result.name, checkReport(result)])),
    summary: summarise(results),
  };
}

/**
 * The worst check decides. Only this is softened: a check that the service can serve without, and of which nothing is
 * known, makes the whole degraded: not healthy, and not out of service either.
 */
function statusForWhole({ critical, outcome }: CheckResult): HealthStatus {
  return outcome.status === 'unknown' && !critical ? 'degraded' : outcome.status;
}

function checkReport({ outcome, durationMs, ageMs }: CheckResult): CheckReport {
  const { status, message, details = {} } = outcome;
  return { status, message, durationMs, details, ...(ageMs !== undefined && { ageMs }) };
}

function summarise(results: readonly CheckResult[]): HealthReport['summary'] {
  const summary = { total: results.length, healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  for (const { outcome } of results) summary[outcome.status] += 1;
  return summary;
}
