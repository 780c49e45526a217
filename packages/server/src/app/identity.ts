import { randomBytes } from 'node:crypto';
import type { Access } from '../access/access.ts';
import { createAccess } from '../access/access.ts';
import { registerApprovalMetrics } from '../access/approvals/approval-metrics.ts';
import { systemRandom } from '../access/secret.ts';
import type { Audit } from '../audit/audit.ts';
import { openAudit } from '../audit/audit.ts';
import { topicsOfEntry } from '../catalog/change-topics.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { openSecrets } from '../secrets/secrets.ts';
import type { Foundation } from './foundation.ts';
import type { Site } from './site.ts';
import { refuseKeys } from './start/start-refusals.ts';

/** Who may do what, with which keys, and the trail of what they did. */
export interface Identity {
  readonly audit: Audit;
  readonly secrets: Secrets;
  readonly access: Access;
  /** What instances hand in their telemetry with. */
  readonly telemetryToken: string;
}

type Needs = Pick<Foundation, 'db' | 'metrics' | 'live'>;

export async function establishIdentity(site: Site, needs: Needs): Promise<Identity> {
  const audit = await startAudit(site, needs);
  const secrets = await readySecrets(site, needs, audit);
  const access = await readyAccess(site, needs, { audit, secrets });
  registerApprovalMetrics(needs.metrics, access.approvals);
  const telemetryToken = await access.ensureToken(site.folder.telemetryToken, {
    name: 'instances',
    permissions: ['telemetry:write'],
  });
  audit.tellNewTokens();
  return { audit, secrets, access, telemetryToken };
}

async function startAudit({ config, folder, clock, logger, shutdown }: Site, { metrics, live }: Needs): Promise<Audit> {
  const { service, audit: settings } = config.service;
  const audit = await openAudit({
    ...{ folder: folder.audit, keysFolder: folder.keys, service, config: settings },
    ...{ clock, metrics, logger: logger.child({}, 'audit') },
    onEntry: (entry) => live.changes.tell(topicsOfEntry(entry)),
    tokenFiles: { local: folder.tokenFile, instances: folder.telemetryToken },
  });
  shutdown.onStop('audit', () => audit.stop());
  return audit;
}

function readySecrets({ config, folder, clock, logger }: Site, { db, metrics }: Needs, audit: Audit): Promise<Secrets> {
  return openSecrets({
    ...{ server: config.server, db, clock, metrics, random: randomBytes, runFolder: folder.run },
    injections: config.service.runtime.inject,
    logger: logger.child({}, 'secrets'),
    onMasterChange: audit.acts.masterKeyChanged,
  });
}

function readyAccess(
  { config, folder, clock }: Site,
  { db }: Needs,
  { audit, secrets }: Pick<Identity, 'audit' | 'secrets'>,
): Promise<Access> {
  const { access: policy } = config.server;
  return createAccess({
    ...{ database: db, clock, random: systemRandom, sealer: secrets.keys },
    ...{ tokenFile: folder.tokenFile, keyFile: folder.sessionKeys, policy },
    approvals: config.service.approvals,
    oidc: policy.oidc,
    onEvent: audit.onAccess,
  }).catch(refuseKeys);
}
