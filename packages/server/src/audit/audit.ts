import { existsSync } from 'node:fs';
import type { Deployment } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit';
import type { AccessEntry } from './access-events.ts';
import { recordAccess } from './access-events.ts';
import type { Acts } from './acts.ts';
import { createActs } from './acts.ts';
import type { AuditTrailOptions } from './audit-trail.ts';
import { createAuditTrail } from './audit-trail.ts';
import { recordCrashLoops } from './crash-loops.ts';
import { recordDeployments } from './deployment-acts.ts';
import { configurationDigest, recordStart } from './previous-run.ts';
import type { ReceiverState } from './receiver-watch.ts';
import { watchReceivers } from './receiver-watch.ts';
import type { AuditTrail } from './trail.ts';

export interface AuditOptions extends Omit<AuditTrailOptions, 'report'> {
  readonly logger: Logger;
  /** Files of tokens that are made at a start where there are none, by the name of the token. */
  readonly tokenFiles: Readonly<Record<string, string>>;
}

/** The trail, and what each of the other rooms is given to tell of: they know nothing of each other. */
export interface Audit {
  readonly trail: AuditTrail;
  readonly acts: Acts;
  readonly onAccess: (event: AccessEntry) => Promise<void>;
  readonly onDeployment: (update: Deployment) => void;
  readonly onInstance: ReturnType<typeof recordCrashLoops>;
  /** With all that the configuration says and names, which is digested. */
  readonly onReloaded: (configuration: unknown) => void;
  readonly onRefusedReload: (error: unknown) => never;
  watchReceivers(health: () => Promise<readonly ReceiverState[]>): () => void;
  /** After the tokens of this machine are there: those that were not before are told. */
  tellNewTokens(): void;
  started(about: { readonly version: string; readonly configuration: unknown }): Promise<void>;
  stop(): Promise<void>;
}

export async function openAudit({ logger, tokenFiles, ...options }: AuditOptions): Promise<Audit> {
  const { clock } = options;
  const report = (error: unknown, doing: string) => logger.error(`${doing} failed`, { error });
  const trail = await createAuditTrail({ ...options, report });
  const acts = createActs(trail);
  const missing = Object.entries(tokenFiles).filter(([, file]) => !existsSync(file));
  let configuration: string | undefined;
  return {
    trail,
    acts,
    onAccess: recordAccess(trail),
    onDeployment: recordDeployments(trail, clock.now()),
    onInstance: recordCrashLoops(acts, clock),
    onReloaded(now) {
      const after = configurationDigest(now);
      acts.configuration({ via: 'reload', before: configuration, after });
      configuration = after;
    },
    onRefusedReload(error) {
      const refused = error instanceof Error ? error.message : String(error);
      acts.configuration({ via: 'reload', before: configuration, after: undefined, refused });
      throw error;
    },
    watchReceivers: (health) => watchReceivers({ health, acts, clock, report }),
    tellNewTokens: () => missing.forEach(([name]) => void acts.tokenMade(name)),
    async started({ version, configuration: now }) {
      configuration = configurationDigest(now);
      await recordStart({ acts, trail }, { version, pid: process.pid, configuration });
    },
    async stop() {
      acts.controlPlane('stop', { pid: process.pid });
      await trail.stop();
    },
  };
}
