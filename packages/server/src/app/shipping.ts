import { DEFAULT_RETRIES } from '@seaworthy/proxy/control';
import { printAddress } from '../config/listen-address.ts';
import type { Ship } from '../ship/flow.ts';
import { createShip } from '../ship/flow.ts';
import type { ReleaseStore } from '../ship/release/store.ts';
import { createReleaseStore } from '../ship/release/store.ts';
import { createSupervisor } from '../ship/runtime/instance-supervisor.ts';
import { createProcessRuntime } from '../ship/runtime/process-runtime.ts';
import type { Runtime } from '../ship/runtime/runtime.ts';
import type { Supervisor } from '../ship/runtime/supervisor.ts';
import { builtinTraffic } from '../ship/traffic/builtin.ts';
import type { Traffic } from '../ship/traffic/traffic.ts';
import { instanceEnv } from '../watch/otlp/instance-env.ts';
import type { Foundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import type { Intake } from './intake.ts';
import type { ProxyProcess } from './proxy-process.ts';
import { startProxyProcess } from './proxy-process.ts';
import type { Site } from './site.ts';

/** The proxy, the instances behind it, and what brings another release there. */
export interface Shipping extends Pick<Ship, 'rollout' | 'sampler' | 'isSampling'> {
  readonly proxy: ProxyProcess;
  readonly traffic: Traffic;
  readonly runtime: Runtime;
  readonly supervisor: Supervisor;
  readonly releases: ReleaseStore;
  /** What runs is ours again, and a deployment that was left goes on: once everybody who is told of it listens. */
  takeOver(): Promise<void>;
}

type Needs = Pick<Foundation, 'db' | 'leases' | 'metrics' | 'newId' | 'live'> &
  Pick<Identity, 'audit' | 'secrets' | 'telemetryToken'> &
  Pick<Intake, 'own'>;

export async function startShipping(site: Site, needs: Needs): Promise<Shipping> {
  const { folder, clock } = site;
  const proxy = await startProxy(site, needs);
  const runtime = createProcessRuntime({ stateDir: folder.path, clock });
  const supervisor = startSupervisor(site, needs, runtime);
  const releases = createReleaseStore({ db: needs.db, clock, stateDir: folder.path });
  const ship = startShip(site, needs, { proxy, supervisor, releases });
  const { rollout, sampler, isSampling } = ship;
  return {
    ...{ proxy, traffic: builtinTraffic(proxy.control), runtime, supervisor, releases, rollout, sampler, isSampling },
    async takeOver() {
      await supervisor.adopt();
      await ship.start();
    },
  };
}

async function startProxy(site: Site, { metrics, audit, live }: Needs): Promise<ProxyProcess> {
  const { config, folder, clock, logger, shutdown } = site;
  const { service, traffic } = config.service;
  const restarts = metrics.counter({
    name: 'seaworthy_proxy_restarts_total',
    help: 'How often the proxy had to be brought back.',
  });
  const proxy = await startProxyProcess({
    ...{ socket: config.server.proxySocket, stateFile: folder.proxyState, logFile: folder.proxyLog, cwd: folder.path },
    ...{ workers: config.server.proxyWorkers, command: site.proxyCommand, env: site.baseEnv, clock },
    configuration: {
      ...{ service, listen: printAddress(traffic.listen), balance: traffic.balance, retries: DEFAULT_RETRIES },
    },
    logger: logger.child({}, 'proxy'),
    onChange(isUp) {
      if (isUp) restarts.inc();
      audit.acts.proxy(isUp);
      live.status.tell();
    },
  });
  shutdown.onStop('proxy client', () => proxy.release());
  return proxy;
}

function startSupervisor(site: Site, { db, secrets, own, telemetryToken }: Needs, runtime: Runtime): Supervisor {
  const { config, folder, clock, logger, shutdown } = site;
  const { service, environment, runtime: settings } = config.service;
  const telemetry = { endpoint: own.telemetryEndpoint, token: telemetryToken, service, environment };
  const supervisor = createSupervisor({
    ...{ service, stateDir: folder.path, db, runtime, clock, stopTimeoutMs: settings.stopTimeoutMs },
    ...{ secrets: secrets.forInstances, sealer: secrets.keys },
    instanceEnv: (instance) => instanceEnv(telemetry, instance),
    report: (error, doing) => logger.warn(`${doing} failed, and is tried again`, { error }),
  });
  shutdown.onStop('supervisor', () => supervisor.close());
  return supervisor;
}

function startShip(
  { config, baseEnv, clock, logger, shutdown, faultPoint }: Site,
  { db, leases, newId, secrets, audit, live }: Needs,
  { proxy, supervisor, releases }: Pick<Shipping, 'proxy' | 'supervisor' | 'releases'>,
): Ship {
  const ship = createShip({
    ...{ config: config.service, proxy: proxy.control, db, leases, newId, clock, releases, supervisor, baseEnv },
    ...{ secrets: secrets.forInstances, sealer: secrets.keys },
    logger: logger.child({}, 'ship'),
    onUpdate(deployment) {
      audit.onDeployment(deployment);
      live.publish((at) => ({ ...at, type: 'deployment', deployment }));
      live.status.tell();
    },
    ...(faultPoint === undefined ? {} : { faultPoint }),
  });
  shutdown.onStop('ship', () => ship.stop());
  return ship;
}
