import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@seaworthy/kit';
import type { AuditLog } from '@seaworthy/kit/audit';
import { AuditError, loadOrCreateHmacKey, loadOrCreateSigningKey, openAuditLog } from '@seaworthy/kit/audit';

export interface AuditOptions {
  readonly dataDir: string;
  readonly instance: string;
  readonly logger: Logger;
}

/** Instances that were given one name, by hand; the platform gives each its own. */
const MOST_OF_ONE_NAME = 16;

/**
 * Who is enrolled decides whom the house trusts: each change is on disk before it is acknowledged. An audit log has one
 * writer, so each instance has one of its own, under keys that all share.
 */
export async function openAudit(options: AuditOptions): Promise<AuditLog> {
  for (let number = 1; ; number++) {
    const name = encodeURIComponent(options.instance) + (number === 1 ? '' : `-${number}`);
    try {
      return await open(name, options);
    } catch (error) {
      const isTaken = error instanceof AuditError && error.code === 'log_locked';
      if (!isTaken || number === MOST_OF_ONE_NAME) throw error;
    }
  }
}

function open(name: string, { dataDir, logger }: AuditOptions): Promise<AuditLog> {
  const keys = join(dataDir, 'keys');
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  return openAuditLog({
    folder: join(dataDir, 'audit', name),
    origin: `doorbell/${name}`,
    keys: {
      hmac: loadOrCreateHmacKey(join(keys, 'audit-hmac.key')),
      signing: loadOrCreateSigningKey(join(keys, 'audit-signing.pem')),
    },
    onWarning: (message, error) => logger.warn('the audit log', { warning: message, error }),
  });
}
