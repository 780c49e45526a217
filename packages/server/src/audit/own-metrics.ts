import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metrics } from '@seaworthy/kit';
import type { NewAuditEntry, SignedCheckpoint } from '@seaworthy/kit/audit';
import type { AuditConfig } from '../config/audit-config.ts';
import type { Clock } from '../platform/clock.ts';
import type { AuditTrail } from './trail.ts';

export interface TrailMetricsOptions {
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly folder: string;
  readonly config: AuditConfig;
  /** Undefined while it is being opened. */
  readonly trail: () => AuditTrail | undefined;
}

/** What is counted as it happens; the rest is looked at when somebody asks. */
export interface TrailMetrics {
  entry(entry: NewAuditEntry): void;
  checkpoint(checkpoint: SignedCheckpoint): void;
  failure(): void;
}

export function createTrailMetrics({ metrics, clock, folder, config, trail }: TrailMetricsOptions): TrailMetrics {
  let unsignedSinceMs: number | undefined;
  const entries = metrics.counter({
    name: 'seaworthy_audit_entries_total',
    help: 'Entries of the audit trail that this process wrote.',
    labelNames: ['type', 'result'],
  });
  const failures = metrics.counter({
    name: 'seaworthy_audit_failures_total',
    help: 'How often the audit trail stopped being writable.',
  });
  metrics.gauge({
    name: 'seaworthy_audit_writable',
    help: '1: what is done can be recorded. 0: changes are refused.',
    collect: (made) => made.set(trail()?.status().failure === undefined ? 1 : 0),
  });
  metrics.gauge({
    name: 'seaworthy_audit_held_entries',
    help: 'Entries that wait until the trail can be written.',
    collect: (made) => made.set(trail()?.status().held ?? 0),
  });
  metrics.gauge({
    name: 'seaworthy_audit_lost_entries',
    help: 'Entries that were too many to be held.',
    collect: (made) => made.set(trail()?.status().lost ?? 0),
  });
  metrics.gauge({
    name: 'seaworthy_audit_size_bytes',
    help: 'Disk that the audit trail takes.',
    collect: async (made) => made.set(await sizeOf(folder)),
  });
  metrics.gauge({
    name: 'seaworthy_audit_unsigned_seconds',
    help: 'Since when there are entries that no checkpoint covers; 0: all are covered.',
    collect: (made) => made.set(unsignedSinceMs === undefined ? 0 : (clock.monotonicMs() - unsignedSinceMs) / 1000),
  });
  metrics.gauge({
    name: 'seaworthy_audit_checkpoint_interval_seconds',
    help: 'Between two checkpoints, as configured.',
    collect: (made) => made.set(config.checkpoints.intervalMs / 1000),
  });
  metrics.gauge({
    name: 'seaworthy_audit_checkpoints_waiting',
    help: 'Checkpoints that a sink has not taken yet.',
    labelNames: ['sink'],
    collect: (waiting) => {
      for (const sink of trail()?.status().sinks ?? []) waiting.set({ sink: sink.name }, sink.waiting);
    },
  });
  return {
    entry({ type, result }) {
      entries.inc({ type, result });
      unsignedSinceMs ??= clock.monotonicMs();
    },
    checkpoint({ size }) {
      unsignedSinceMs = size >= (trail()?.status().entries ?? 0) ? undefined : clock.monotonicMs();
    },
    failure: () => failures.inc(),
  };
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
