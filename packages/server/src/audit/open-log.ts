import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import type { AuditLog, AuditLogOptions } from '@seaworthy/kit/audit';
import { AuditError, openAuditLog } from '@seaworthy/kit/audit';
import type { AuditConfig } from '../config/audit-config.ts';
import type { Clock } from '../platform/clock.ts';
import { newOrigin, openAuditKeys } from './audit-keys.ts';
import { checkpointSink } from './checkpoint-sinks.ts';

export interface OpenLogOptions extends Pick<AuditLogOptions, 'onCheckpoint' | 'openFile'> {
  readonly folder: string;
  readonly keysFolder: string;
  readonly service: string;
  readonly config: AuditConfig;
  readonly clock: Clock;
  readonly report: (error: unknown, doing: string) => void;
  /** Told when the log that was there cannot be gone on with. */
  readonly onDamage: (damage: TrailDamage) => void;
}

export interface TrailDamage {
  readonly message: string;
  /** Where the damaged log lies now; undefined when nothing was left of it. */
  readonly movedTo: string | undefined;
}

/** One file holds what one day of a busy installation writes; retention takes whole files. */
const segmentBytes = 16 * 1024 * 1024;
/** What makes an entry important enough for a file of its own. */
const critical = ['security_event'];

/**
 * Opens the log, and makes keys and log at the first start. A log that was tampered with is never written to again: it is
 * moved aside as it is, as evidence, and another one of another name begins, whose first entry tells of it.
 */
export async function openLog(options: OpenLogOptions): Promise<AuditLog> {
  const { folder, keysFolder, service, config, clock, report } = options;
  const { hmac, signing, origin, isKnown } = openAuditKeys(keysFolder, service);
  const open = (name: string) =>
    openAuditLog({
      ...{ folder, clock, segmentBytes, origin: name, keys: { hmac, signing } },
      retention: { maxAgeMs: config.retentionMs, maxBytes: config.maxBytes, legalMinimumMs: config.minimumMs },
      critical: config.criticalFile ? critical : [],
      anchor: { everyMs: config.checkpoints.intervalMs, everyEntries: 1000 },
      sinks: config.checkpoints.sinks.map(checkpointSink),
      onWarning: (message, error) => report(error ?? new Error(message), `audit: ${message}`),
      ...(options.onCheckpoint === undefined ? {} : { onCheckpoint: options.onCheckpoint }),
      ...(options.openFile === undefined ? {} : { openFile: options.openFile }),
    });
  if (isKnown && !hasSegments(folder)) {
    options.onDamage({ message: `The audit log ${origin} is gone.`, movedTo: undefined });
    return open(newOrigin(keysFolder, service));
  }
  try {
    return await open(origin);
  } catch (error) {
    if (!isTamperedWith(error)) throw error;
    const movedTo = moveAside(folder, clock.now());
    options.onDamage({ message: error.message, movedTo });
    return open(newOrigin(keysFolder, service));
  }
}

function hasSegments(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('segment-'));
}

function isTamperedWith(error: unknown): error is AuditError {
  return error instanceof AuditError && ['log_damaged', 'log_truncated', 'key_unknown'].includes(error.code);
}

function moveAside(folder: string, nowMs: number): string {
  const movedTo = `${folder}-damaged-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`;
  renameSync(folder, movedTo);
  mkdirSync(folder, { mode: 0o700 });
  return movedTo;
}
