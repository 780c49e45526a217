import { join } from 'node:path';
import type { Logger, Metrics } from '@seaworthy/kit';
import type { Injection } from '../config/inject-config.ts';
import { referenceText } from '../config/inject-config.ts';
import type { ServerConfig } from '../config/server-config.ts';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { createInstanceSecrets } from './instance-secrets.ts';
import type { RandomBytes } from './seal/envelope.ts';
import type { KeyRing } from './seal/key-ring.ts';
import { openKeyRing } from './seal/key-ring.ts';
import { masterKeySource } from './seal/master-key-source.ts';
import { sealOldRows } from './seal-old-rows.ts';
import { secretFiles } from './secret-files.ts';
import { registerSecretMetrics } from './secret-metrics.ts';
import type { SecretStore } from './secret-store.ts';
import { createSecretStore } from './secret-store.ts';
import { allSources } from './sources.ts';

export interface SecretsOptions {
  readonly server: Pick<ServerConfig, 'masterKeyFile' | 'ownKeys' | 'vault' | 'kubernetes'>;
  readonly injections: readonly Injection[];
  readonly db: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** `run` in the state folder. */
  readonly runFolder: string;
  readonly random: RandomBytes;
  /** Keys changed without anybody's request: for the audit trail. */
  readonly onMasterChange?: (ids: { readonly from: string; readonly to: string }) => void;
}

export interface Secrets {
  readonly keys: KeyRing;
  readonly store: SecretStore;
  readonly injections: readonly Injection[];
  readonly forInstances: ReturnType<typeof createInstanceSecrets>;
}

/** Opens the keys, seals what earlier versions left in clear, and makes ready what instances get. Throws SealError. */
export async function openSecrets(options: SecretsOptions): Promise<Secrets> {
  const { server, injections, db, clock, metrics, logger, runFolder, random } = options;
  const { masterKey, masterPassphrase, previousMasterKey, previousMasterPassphrase } = server.ownKeys;
  const source = masterKeySource(
    {
      file: server.masterKeyFile,
      key: masterKey,
      passphrase: masterPassphrase,
      previousKey: previousMasterKey,
      previousPassphrase: previousMasterPassphrase,
    },
    random,
  );
  const keys = await openKeyRing({
    ...{ db, clock, source, random },
    onMasterChange(ids) {
      logger.info('another master key took the place of the one before', ids);
      options.onMasterChange?.(ids);
    },
  });
  const sealed = await sealOldRows(db, keys);
  if (sealed > 0) logger.info('environments that were stored in clear are sealed now', { rows: sealed });
  const store = createSecretStore(db, keys, clock);
  const ages = registerSecretMetrics(metrics, { store, injections, clock });
  const forInstances = createInstanceSecrets({
    injections,
    source: allSources(store, server, clock),
    files: secretFiles(join(runFolder, 'secrets')),
    onResolved(from, { changedAt }) {
      if (from.source !== 'own') ages.seen(referenceText(from), changedAt);
    },
  });
  return { keys, store, injections, forInstances };
}
