import type { Logger } from '@seaworthy/kit';
import { prepareAnswers } from './answering.ts';
import { deployFirstRelease } from './first-release.ts';
import type { Foundation } from './foundation.ts';
import { layFoundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import { establishIdentity } from './identity.ts';
import { openIntake } from './intake.ts';
import { startObserving } from './observing.ts';
import { open } from './opening.ts';
import { examineSelf } from './own-health.ts';
import { keepConfiguration } from './reload/running-configuration.ts';
import { startShipping } from './shipping.ts';
import { followStatus, openStatusPage } from './showing.ts';
import { heedSignals } from './signals.ts';
import type { AppOptions, Site } from './site.ts';
import { prepareSite } from './site.ts';
import { createStopAll } from './stop-all.ts';
import { startWatching } from './watching.ts';

/** The control plane while it runs. */
export interface App {
  readonly url: string;
  readonly logger: Logger;
  /** Stops the control plane alone: instances and the proxy serve on, and the next start takes them over. */
  stop(reason: string): Promise<{ clean: boolean }>;
  /** Stops the instances, the proxy and the control plane. */
  stopAll(): Promise<void>;
}

/** Builds the control plane and starts it. When a part cannot start, those before it are stopped again. */
export async function startApp(options: AppOptions): Promise<App> {
  const site = await prepareSite(options);
  try {
    return await build(site);
  } catch (error) {
    await site.shutdown.run('the start failed');
    await site.listen.release();
    site.closeLogs();
    throw error;
  }
}

/**
 * The stages in the order in which they need each other. Each is a file that knows of the others only what it is handed
 * here, and names the end of every part as soon as that exists: they are stopped in reverse.
 */
async function build(site: Site): Promise<App> {
  const { db, leases, lock, metrics, newId, live } = await layFoundation(site);
  const { audit, secrets, access, telemetryToken } = await establishIdentity(site, { db, metrics, live });
  const { own, logs } = await openIntake(site, { metrics, audit });

  const shipping = await startShipping(site, {
    ...{ db, leases, metrics, newId, live, audit, secrets, telemetryToken, own },
  });
  const observing = startObserving(site, { metrics, live, audit, shipping });
  const watching = await startWatching(site, { db, metrics, newId, live, audit, own, logs, shipping });
  const status = followStatus(site, { live, shipping, observing, watching });
  await shipping.takeOver();

  const statusPage = await openStatusPage(site, { db, newId, shipping, watching });
  const health = examineSelf(site, { db, audit, shipping, watching });
  const configuration = keepConfiguration(site, { audit, watching });
  const stopAll = createStopAll(site, { shipping, statusPage });
  const http = await prepareAnswers(site, {
    ...{ db, metrics, live, audit, secrets, access, own, logs, shipping, observing, watching },
    ...{ status, statusPage, health, configuration, stopAll },
  });
  if (site.heedsSignals) heedSignals(site, () => configuration.reload().catch(audit.onRefusedReload));
  const url = await open(site, { audit, own, http, health });
  endWithoutLock(site, { lock, audit });
  await deployFirstRelease(site, shipping);

  return {
    ...{ url, logger: site.logger, stopAll },
    stop: (reason) => site.shutdown.run(reason).finally(site.closeLogs),
  };
}

function endWithoutLock(
  { logger, shutdown, exit }: Site,
  { lock, audit }: Pick<Foundation, 'lock'> & Pick<Identity, 'audit'>,
): void {
  lock.lost.addEventListener('abort', () => {
    audit.acts.controlPlane('lock_lost', {});
    logger.fatal('another control plane took this state folder over; this one ends');
    void shutdown.run('the lock was lost').then(() => exit(1));
  });
}
