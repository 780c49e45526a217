import type { Health } from '@seaworthy/kit';
import { sql } from 'kysely';
import { auditCheck } from '../audit/own-health.ts';
import { createOwnHealth } from '../http/own-health.ts';
import type { Foundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import type { Shipping } from './shipping.ts';
import type { Site } from './site.ts';
import type { Watching } from './watching.ts';

interface Needs extends Pick<Foundation, 'db'>, Pick<Identity, 'audit'> {
  readonly shipping: Pick<Shipping, 'proxy' | 'isSampling'>;
  readonly watching: Pick<Watching, 'watch'>;
}

/** Whether the control plane itself does its work. */
export function examineSelf(site: Site, { db, audit, shipping, watching }: Needs): Health {
  const { config, version, folder, shutdown } = site;
  const { health, stop } = createOwnHealth({
    ...{ environment: config.service.environment, version, stateDir: folder.path },
    pingDatabase: () => sql`select 1`.execute(db),
    pingProxy: () => shipping.proxy.control.state(),
    components: () => ({ sampler: shipping.isSampling() }),
    watch: watching.watch.standings,
  });
  shutdown.onStop('own health', stop);
  health.register('audit', auditCheck(audit.trail));
  return health;
}
