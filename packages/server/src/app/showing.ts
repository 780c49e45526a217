import type { ServiceStatus } from '@seaworthy/api';
import type { StatusFeed } from '../catalog/status-feed.ts';
import { createStatusFeed } from '../catalog/status-feed.ts';
import { countAlerts } from '../handlers/alerts.ts';
import { readStatus } from '../handlers/status.ts';
import type { StatusPage } from '../status-page/status-page.ts';
import { startStatusPage } from '../status-page/status-page.ts';
import type { Foundation } from './foundation.ts';
import type { Observing } from './observing.ts';
import type { Shipping } from './shipping.ts';
import type { Site } from './site.ts';
import type { Watching } from './watching.ts';

/** The status of the service, for whoever asks and for whoever follows the live stream. */
export interface Status {
  read(): Promise<ServiceStatus>;
  readonly feed: StatusFeed;
}

interface StatusNeeds extends Pick<Foundation, 'live'> {
  readonly shipping: Shipping;
  readonly observing: Observing;
  readonly watching: Pick<Watching, 'watch'>;
}

export function followStatus(site: Site, { live, shipping, observing, watching }: StatusNeeds): Status {
  const { config, clock, logger, startedMs } = site;
  const read = () =>
    readStatus(
      { config, ...shipping, ...observing },
      countAlerts({ watch: watching.watch, clock }),
      Math.round(clock.monotonicMs() - startedMs) / 1000,
    );
  const feed = createStatusFeed({
    read,
    publish: (status) => live.publish((at) => ({ ...at, type: 'status', status })),
    isWatched: live.isWatched,
    onError: (error) => logger.warn('the status cannot be told', { error }),
  });
  live.status.listen(feed.changed);
  return { read, feed };
}

interface PageNeeds extends Pick<Foundation, 'db' | 'newId'> {
  readonly shipping: Pick<Shipping, 'traffic' | 'sampler'>;
  readonly watching: Pick<Watching, 'watch'>;
}

/** The page for the users of the service; without a face where none is configured. */
export async function openStatusPage(
  { config, clock, logger, shutdown }: Site,
  { db, newId, shipping, watching }: PageNeeds,
): Promise<{ readonly face: StatusPage['face'] | undefined; stop(): Promise<void> }> {
  const { traffic, sampler } = shipping;
  const {
    statusPage: settings,
    traffic: { listen },
  } = config.service;
  const page = await startStatusPage({
    ...{ config: settings, db, clock, newId },
    service: { listen, traffic, answered: (ms) => sampler.last(ms, ({ total }) => total) },
    probes: () => watching.watch.sampling.prober.states(),
    report: (error, doing) => logger.warn(`${doing} failed, and is tried again`, { error }),
  });
  const stop = async () => page?.stop();
  shutdown.onStop('status page', stop);
  return { face: page?.face, stop };
}
