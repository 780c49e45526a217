import { registerHostMetrics } from '@seaworthy/kit';
import type { Logs } from '../watch/logs/logs.ts';
import { createLogs } from '../watch/logs/logs.ts';
import type { Foundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import type { OwnListener } from './listener/own-listener.ts';
import { prepareOwnListener } from './listener/own-listener.ts';
import type { Site } from './site.ts';

/** What takes in what this machine and the instances on it say: known before any of them is started. */
export interface Intake {
  readonly own: OwnListener;
  readonly logs: Logs;
}

type Needs = Pick<Foundation, 'metrics'> & Pick<Identity, 'audit'>;

export async function openIntake(site: Site, { metrics, audit }: Needs): Promise<Intake> {
  const { config, folder, listen, clock, logger, shutdown } = site;
  const { service, server } = config;
  const hostMetrics = registerHostMetrics(metrics, { mounts: [folder.path] });
  shutdown.onStop('host metrics', () => hostMetrics.stop());
  const own = await prepareOwnListener({
    ...{ tls: server.tls, address: listen.address, intakePort: folder.intakePort, clock, metrics },
    logger: logger.child({}, 'tls'),
  });
  shutdown.onStop('own listener', () => own.stop());
  const logs = await createLogs({
    ...{ logFolder: folder.logs, storeFolder: folder.logStore, service: service.service },
    ...service.logs,
    ...{ clock, metrics },
    onDamage: (message) => audit.acts.storeDamaged('logs', message),
    logger: logger.child({}, 'logs'),
  });
  shutdown.onStop('logs', () => logs.stop());
  return { own, logs };
}
