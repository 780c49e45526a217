import { mkdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Metrics } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import type { OpenLogOptions, TrailDamage } from './open-log.ts';
import { openLog } from './open-log.ts';
import { createTrailMetrics } from './own-metrics.ts';
import type { AuditTrail } from './trail.ts';
import { startTrail } from './trail.ts';

export interface AuditTrailOptions extends Omit<OpenLogOptions, 'onDamage' | 'onCheckpoint'> {
  readonly metrics: Metrics;
  /** Told of each entry that was written. */
  readonly onEntry?: (entry: NewAuditEntry) => void;
  /** Default: what the file system says. */
  readonly freeBytes?: () => Promise<number>;
}

/** The trail in its folder, with its keys, its metrics, and where its checkpoints go. */
export async function createAuditTrail(options: AuditTrailOptions): Promise<AuditTrail> {
  const { folder, clock, metrics, report, config } = options;
  const found: TrailDamage[] = [];
  let begun: AuditTrail | undefined;
  const measured = createTrailMetrics({ metrics, clock, folder, config, trail: () => begun });
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const trail = await startTrail({
    clock,
    report,
    open: () =>
      openLog({
        ...options,
        onCheckpoint: measured.checkpoint,
        onDamage: (damage) => {
          report(new Error(damage.message), 'reading the audit trail');
          found.push(damage);
        },
      }),
    freeBytes: options.freeBytes ?? (() => freeBytesOf(dirname(folder))),
    onEntry(entry) {
      measured.entry(entry);
      options.onEntry?.(entry);
    },
    onFailure: measured.failure,
  });
  begun = trail;
  for (const damage of found) trail.note(damageEntry(damage));
  return trail;
}

function damageEntry({ message, movedTo }: TrailDamage): NewAuditEntry {
  const act = { type: 'security_event', actor: 'system', action: 'audit.damage_found', resource: 'audit' } as const;
  return { ...act, result: 'failure', reason: message, data: { movedTo: movedTo ?? null } };
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
