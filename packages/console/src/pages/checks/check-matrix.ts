import type { HealthReport, HealthStatus, SeenInstance } from '@seaworthy/api';
import { worse, worstOf } from './health-order.ts';

/** What is known of one check of one instance. */
export interface Seen {
  readonly status: HealthStatus;
  readonly message: string;
  readonly durationMs: number | null;
  readonly since: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface MatrixRow {
  readonly check: string;
  /** One for each instance; null: it has no such check. */
  readonly cells: readonly (Seen | null)[];
}

export interface Matrix {
  readonly instances: readonly SeenInstance[];
  /** The worst first. */
  readonly rows: readonly MatrixRow[];
}

/** Instances by their checks, those that are not well first. */
export function matrixOf(given: readonly SeenInstance[]): Matrix {
  const instances = [...given].sort(
    (a, b) => worse(wholeOf(a).status, wholeOf(b).status) || a.id.localeCompare(b.id, 'en', { numeric: true }),
  );
  const names = new Set(instances.flatMap(({ report }) => Object.keys(report?.checks ?? {})));
  const rows = [...names].map((check) => ({ check, cells: instances.map((instance) => cellOf(instance, check)) }));
  return { instances, rows: rows.sort((a, b) => worse(worstIn(a), worstIn(b)) || a.check.localeCompare(b.check)) };
}

/**
 * How an instance is as a whole: as the control plane says it, here as everywhere. One that was asked in time and did not
 * answer is unhealthy; of its checks nobody knows.
 */
export function wholeOf(instance: SeenInstance): Seen {
  const { health, healthMessage, since } = instance;
  const told = { status: health, message: healthMessage, since: isRunning(instance) ? since : null };
  return { ...told, durationMs: null, details: {} };
}

function isRunning({ state }: SeenInstance): boolean {
  return state === 'running' || state === 'starting';
}

export function cellOf(instance: SeenInstance, check: string): Seen | null {
  const { report, checksSince } = instance;
  if (report === null && isRunning(instance) && !instance.answered) {
    return { status: 'unknown', message: 'it does not answer', durationMs: null, since: null, details: {} };
  }
  const found: HealthReport['checks'][string] | undefined = report?.checks[check];
  return found === undefined ? null : { ...found, since: checksSince[check] ?? null };
}

/** Of an instance that does not answer, its head says so already. */
function worstIn({ cells }: MatrixRow): HealthStatus {
  return worstOf(cells.flatMap((cell) => (cell === null || cell.durationMs === null ? [] : [cell.status])));
}
