import { randomBytes, randomUUID } from 'node:crypto';
import type { LiveEvent } from '@seaworthy/api';
import type { Logger, Shutdown } from '@seaworthy/kit';
import { createMetrics, createShutdown, registerHostMetrics } from '@seaworthy/kit';
import type { ProxyConfiguration } from '@seaworthy/proxy/control';
import { DEFAULT_RETRIES } from '@seaworthy/proxy/control';
import { sql } from 'kysely';
import { createAccess } from '../access/access.ts';
import { registerApprovalMetrics } from '../access/approvals/approval-metrics.ts';
import { createIdempotency } from '../access/idempotency.ts';
import { systemRandom } from '../access/secret.ts';
import { openAudit } from '../audit/audit.ts';
import { auditCheck } from '../audit/own-health.ts';
import { startChangeFeed } from '../catalog/change-feed.ts';
import { topicsOfEntry } from '../catalog/change-topics.ts';
import { startInstanceHealth } from '../catalog/instance-health.ts';
import { registerInstanceMetrics } from '../catalog/instance-metrics.ts';
import { createStatusFeed } from '../catalog/status-feed.ts';
import { startTrafficFeed } from '../catalog/traffic-feed.ts';
import type { Config } from '../config/load.ts';
import type { ListenAddress, ServiceConfig } from '../config/service-config.ts';
import { createLeases } from '../db/lease.ts';
import { countAlerts } from '../handlers/alerts.ts';
import { performApproved } from '../handlers/approved-calls.ts';
import { exportOf } from '../handlers/audit.ts';
import { createHandlers, proxyAway, readStatus } from '../handlers/handlers.ts';
import { createEventHub } from '../http/event-hub.ts';
import { createOwnHealth } from '../http/own-health.ts';
import { createHttpServer } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { createIds } from '../platform/ids.ts';
import { openSecrets } from '../secrets/secrets.ts';
import { createShip } from '../ship/flow.ts';
import { createReleaseStore } from '../ship/release/store.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';
import type { FaultPoint } from '../ship/rollout/run.ts';
import { createProcessRuntime } from '../ship/runtime/process-runtime.ts';
import { createSupervisor } from '../ship/runtime/supervisor.ts';
import { builtinTraffic } from '../ship/traffic/builtin.ts';
import { startStatusPage } from '../status-page/status-page.ts';
import type { WatchSources } from '../watch/flow.ts';
import { startWatch } from '../watch/flow.ts';
import { createLogs } from '../watch/logs/logs.ts';
import { instanceEnv } from '../watch/otlp/instance-env.ts';
import { readWatchSources } from '../watch/read-sources.ts';
import { startTelemetry } from '../watch/telemetry.ts';
import { openTraceStore } from '../watch/traces/trace-store.ts';
import { createFaces } from './faces.ts';
import { prepareOwnListener } from './listener/own-listener.ts';
import { startProxyProcess } from './proxy-process.ts';
import { createDrift } from './reload/drift.ts';
import type { Reloaded } from './reload/reload.ts';
import { createReload } from './reload/reload.ts';
import { openAppLogger } from './start/app-logger.ts';
import type { ClaimedAddress } from './start/listen-address.ts';
import { claimAddress } from './start/listen-address.ts';
import { removeServerRecord, writeServerRecord } from './start/server-record.ts';
import { openAndMigrate, refuseByLease, refuseKeys, refuseSecond, unusable } from './start/start-refusals.ts';
import type { StateFolder } from './start/state-folder.ts';
import { prepareStateFolder, stateFolderAt } from './start/state-folder.ts';
import { windDown } from './wind-down.ts';

export interface AppOptions {
  readonly config: Config;
  readonly version: string;
  readonly clock: Clock;
  /** The proxy's program and its first arguments. */
  readonly proxyCommand: readonly string[];
  /** What instances, commands and the proxy see of our own environment. */
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly stderr: NodeJS.WriteStream;
  /** Reads the configuration as it is now, for a reload. Throws ConfigError. */
  readonly loadConfig: () => Config;
  /** Ends the process. */
  readonly exit: (code: number) => void;
  /** For tests that kill the control plane at a transition. */
  readonly faultPoint?: FaultPoint;
}

/** The control plane while it runs. */
export interface App {
  readonly url: string;
  readonly logger: Logger;
  /** Stops the control plane alone: instances and the proxy serve on, and the next start takes them over. */
  stop(reason: string): Promise<{ clean: boolean }>;
  /** Stops the instances, the proxy and the control plane. */
  stopAll(): Promise<void>;
  /** Rules and alerting as their files are now; with a mistake in them, nothing changes. */
  reload(): Promise<Reloaded>;
  /** SIGTERM and SIGINT stop the control plane, and exit. */
  listenToSignals(): void;
}

/** Builds the control plane and starts it. When a part cannot start, those before it are stopped again. */
export async function startApp(options: AppOptions): Promise<App> {
  const watchSources = readWatchSources(options.config.service);
  const folder = stateFolderAt(options.config.server.stateDir);
  await prepareStateFolder(folder).catch(unusable(folder.path));
  await refuseSecond(folder.serverRecord);
  const listen = await claimAddress(options.config.server.listen);
  const { logger, close: closeLogs } = openAppLogger(folder, options.config.server.log, options.stderr);
  const shutdown = createShutdown({ logger, exit: options.exit });
  try {
    return await build({ ...options, watchSources, listen, folder, logger, shutdown, closeLogs });
  } catch (error) {
    await shutdown.run('the start failed');
    await listen.release();
    closeLogs();
    throw error;
  }
}

interface Building extends AppOptions {
  readonly watchSources: WatchSources;
  readonly listen: ClaimedAddress;
  readonly folder: StateFolder;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  readonly closeLogs: () => void;
}

/**
 * One straight line, in the order in which the parts need each other; each names its cleanup as soon as it exists, and
 * they are stopped in reverse. It is long on purpose: split up, nobody would see what depends on what.
 */
async function build(given: Building): Promise<App> {
  const { config, version, clock, folder, logger, shutdown, baseEnv, watchSources, listen } = given;
  const { service, server } = config;
  const startedMs = clock.monotonicMs();

  const db = await openAndMigrate(folder.database, clock);
  shutdown.onStop('database', () => db.destroy());

  const leases = createLeases(db, clock);
  const lock = await leases.acquire('control plane', { owner: `process ${process.pid}` }).catch(refuseByLease);
  shutdown.onStop('lock', () => lock.release());

  const metrics = createMetrics();
  const hub = createEventHub<LiveEvent>({ held: 500, readerLimit: 500, firstId: clock.now() });
  shutdown.onStop('live stream', () => hub.close());
  const changes = startChangeFeed({
    publish: (topic) =>
      hub.publish((id) => ({ id, time: new Date(clock.now()).toISOString(), type: 'changed', topic })),
    isWatched: () => hub.readers > 0,
    ...{ metrics, clock },
  });
  shutdown.onStop('changes', () => changes.stop());
  const audit = await openAudit({
    ...{ folder: folder.audit, keysFolder: folder.keys, service: service.service, config: service.audit },
    ...{ clock, metrics, logger: logger.child({}, 'audit') },
    onEntry: (entry) => changes.tell(topicsOfEntry(entry)),
    tokenFiles: { local: folder.tokenFile, instances: folder.telemetryToken },
  });
  shutdown.onStop('audit', () => audit.stop());
  const { trail, acts } = audit;

  const secrets = await openSecrets({
    ...{ server, db, clock, metrics, random: randomBytes, runFolder: folder.run },
    injections: service.runtime.inject,
    logger: logger.child({}, 'secrets'),
    onMasterChange: acts.masterKeyChanged,
  });
  const access = await createAccess({
    ...{ database: db, clock, random: systemRandom, sealer: secrets.keys },
    ...{ tokenFile: folder.tokenFile, keyFile: folder.sessionKeys, policy: server.access },
    approvals: service.approvals,
    oidc: server.access.oidc,
    onEvent: audit.onAccess,
  }).catch(refuseKeys);
  registerApprovalMetrics(metrics, access.approvals);
  const telemetryToken = await access.ensureToken(folder.telemetryToken, {
    name: 'instances',
    permissions: ['telemetry:write'],
  });
  audit.tellNewTokens();
  const hostMetrics = registerHostMetrics(metrics, { mounts: [folder.path] });
  shutdown.onStop('host metrics', () => hostMetrics.stop());
  const own = await prepareOwnListener({
    ...{ tls: server.tls, address: listen.address, intakePort: folder.intakePort, clock, metrics },
    logger: logger.child({}, 'tls'),
  });
  shutdown.onStop('own listener', () => own.stop());
  const logs = await createLogs({
    logFolder: folder.logs,
    storeFolder: folder.logStore,
    service: service.service,
    ...service.logs,
    ...{ clock, metrics },
    onDamage: (message) => acts.storeDamaged('logs', message),
    logger: logger.child({}, 'logs'),
  });
  shutdown.onStop('logs', () => logs.stop());
  const proxyRestarts = metrics.counter({
    name: 'seaworthy_proxy_restarts_total',
    help: 'How often the proxy had to be brought back.',
  });

  const proxy = await startProxyProcess({
    socket: server.proxySocket,
    stateFile: folder.proxyState,
    logFile: folder.proxyLog,
    cwd: folder.path,
    workers: server.proxyWorkers,
    command: given.proxyCommand,
    env: baseEnv,
    configuration: proxyConfiguration(service),
    clock,
    logger: logger.child({}, 'proxy'),
    onChange(isUp) {
      if (isUp) proxyRestarts.inc();
      acts.proxy(isUp);
      statusFeed.changed();
    },
  });
  shutdown.onStop('proxy client', () => proxy.release());
  const traffic = builtinTraffic(proxy.control);

  const runtime = createProcessRuntime({ stateDir: folder.path, clock });
  const supervisor = createSupervisor({
    service: service.service,
    stateDir: folder.path,
    db,
    runtime,
    clock,
    stopTimeoutMs: service.runtime.stopTimeoutMs,
    secrets: secrets.forInstances,
    sealer: secrets.keys,
    instanceEnv: (instance) =>
      instanceEnv(
        {
          endpoint: own.telemetryEndpoint,
          token: telemetryToken,
          service: service.service,
          environment: service.environment,
        },
        instance,
      ),
    report: (error, doing) => logger.warn(`${doing} failed, and is tried again`, { error }),
  });
  shutdown.onStop('supervisor', () => supervisor.close());
  const newId = createIds(clock);
  const releases = createReleaseStore({ db, clock, stateDir: folder.path });
  const ship = createShip({
    config: service,
    proxy: proxy.control,
    db,
    leases,
    newId,
    clock,
    logger: logger.child({}, 'ship'),
    releases,
    supervisor,
    baseEnv,
    secrets: secrets.forInstances,
    sealer: secrets.keys,
    onUpdate(deployment) {
      audit.onDeployment(deployment);
      hub.publish((id) => ({ id, time: new Date(clock.now()).toISOString(), type: 'deployment', deployment }));
      statusFeed.changed();
    },
    ...(given.faultPoint === undefined ? {} : { faultPoint: given.faultPoint }),
  });
  shutdown.onStop('ship', () => ship.stop());
  const { rollout, sampler } = ship;

  const instanceHealth = startInstanceHealth({
    instances: () => supervisor.list(),
    health: service.health,
    clock,
    onRound() {
      statusFeed.changed();
      if (hub.readers > 0) changes.tell(['health']);
    },
  });
  shutdown.onStop('health of instances', () => instanceHealth.stop());
  registerInstanceMetrics({ metrics, instances: () => supervisor.list(), health: instanceHealth });
  const read = () =>
    readStatus(
      { config, rollout, supervisor, traffic, instanceHealth, proxy },
      countAlerts({ watch, clock }),
      Math.round(clock.monotonicMs() - startedMs) / 1000,
    );
  const statusFeed = createStatusFeed({
    read,
    publish: (status) =>
      hub.publish((id) => ({ id, time: new Date(clock.now()).toISOString(), type: 'status', status })),
    isWatched: () => hub.readers > 0,
    onError: (error) => logger.warn('the status cannot be told', { error }),
  });
  shutdown.onStop('crash loops', supervisor.onChange(audit.onInstance));
  shutdown.onStop(
    'changes of instances',
    supervisor.onChange(() => statusFeed.changed()),
  );
  const trafficFeed = startTrafficFeed({
    traffic,
    samples: sampler.samples,
    clock,
    onTraffic: (seen) => hub.publish((id) => ({ id, time: seen.time, type: 'traffic', traffic: seen })),
  });
  shutdown.onStop('traffic', () => trafficFeed.stop());

  const watch = await startWatch({
    sources: watchSources,
    folder: folder.samples,
    keepMs: Math.max(0, ...service.slos.map(({ windowMs }) => windowMs)),
    config: service.metrics,
    service: service.service,
    instances: supervisor,
    own: {
      seaworthy: async () => ({ text: await metrics.render(), contentType: metrics.contentType }),
      'seaworthy-proxy': async () => ({
        text: await proxy.control.metrics(),
        contentType: 'text/plain; version=0.0.4',
      }),
    },
    externalURL: `${own.scheme}://${hostAndPort(listen.address)}`,
    newSilenceId: randomUUID,
    guardrails: service.silences,
    onDamage: (message) => acts.storeDamaged('samples', message),
    ...{ db, newId, version, clock, metrics },
    logger: logger.child({}, 'watch'),
  });
  shutdown.onStop('watch', () => watch.stop());
  shutdown.onStop('receivers', audit.watchReceivers(watch.telling.delivery.health));
  shutdown.onStop(
    'changes of alerts',
    watch.telling.alerting.alerts.onChange(() => {
      statusFeed.changed();
      changes.tell(['alerts']);
    }),
  );

  const traces = await openTraceStore({
    file: folder.traces,
    limits: service.traces,
    clock,
    metrics,
    report: (error, doing) => logger.error(`${doing} failed`, { error }),
    onDamage: (message) => acts.storeDamaged('traces', message),
  });
  shutdown.onStop('traces', () => traces.stop());

  const telemetry = startTelemetry({
    ...{ config: service, watch, logs, traces, clock, metrics },
    logger: logger.child({}, 'telemetry'),
  });
  shutdown.onStop('telemetry', () => telemetry.stop());

  await supervisor.adopt();
  await rollout.start();
  let isSampling = true;
  void sampler.run().finally(() => {
    isSampling = false;
  });

  const statusPage = await startStatusPage({
    config: service.statusPage,
    service: { listen: service.traffic.listen, traffic, answered: (ms) => sampler.last(ms, ({ total }) => total) },
    probes: () => watch.sampling.prober.states(),
    ...{ db, clock, newId },
    report: (error, doing) => logger.warn(`${doing} failed, and is tried again`, { error }),
  });
  const stopStatusPage = async () => statusPage?.stop();
  shutdown.onStop('status page', stopStatusPage);

  const { health, stop: stopHealth } = createOwnHealth({
    environment: service.environment,
    version,
    stateDir: folder.path,
    pingDatabase: () => sql`select 1`.execute(db),
    pingProxy: () => proxy.control.state(),
    components: () => ({ sampler: isSampling }),
    watch: watch.standings,
  });
  shutdown.onStop('own health', stopHealth);
  health.register('audit', auditCheck(trail));

  let stopping: Promise<void> | undefined;
  const stopAll = () => {
    // An ordered end is no outage: from here on nobody looks.
    stopping ??= stopStatusPage()
      .then(() => windDown({ rollout, supervisor, runtime, proxy, clock, logger }))
      .then(async () => {
        const { clean } = await shutdown.run('stop of everything');
        given.exit(clean ? 0 : 1);
      });
    return stopping;
  };
  const drift = createDrift({ started: config, sources: watchSources, load: given.loadConfig, clock });
  const reload = createReload({
    running: config,
    load: given.loadConfig,
    apply: watch.reload,
    onReloaded(next, sources) {
      drift.onReloaded(next, sources);
      audit.onReloaded([next.printable.values, sources]);
    },
  });
  const handlers = createHandlers({
    ...{ config, version, rollout, releases, supervisor, traffic, trafficFeed, instanceHealth, proxy, hub, clock },
    access,
    audit: trail,
    watch,
    traces,
    logs,
    telemetry: { forwarder: telemetry.forwarder, watch, logs, traces, config },
    secrets,
    onReader: () => statusFeed.tellAnew(),
    readStatus: read,
    ownHealth: health,
    ...{ reload, drift },
    stopAll: () => void setImmediate(stopAll),
  });
  const http = await createHttpServer({
    ...{ handlers, access, health, metrics, version, clock },
    ...createFaces({ watch, clock, version }),
    audit: trail,
    auditExport: (range) => exportOf({ audit: trail, clock }, range),
    otlp: telemetry.otlp,
    idempotency: createIdempotency(db, clock),
    ...(statusPage === undefined ? {} : { statusPage: statusPage.face }),
    proxyMetrics: () => proxy.control.metrics().catch(proxyAway),
    logger: logger.child({}, 'http'),
    listen: listen.address,
    allowedHosts: server.allowedHosts,
    ...(own.tlsServer === undefined ? {} : { tlsServer: own.tlsServer }),
    consoleDir: server.consoleDir,
  });
  shutdown.onStop('http', () => http.close());
  const origin = () => `${own.scheme}://${hostAndPort(listen.address)}`;
  const stopApprovals = await access.approvals.start(
    performApproved({
      ...{ handlers, releases, origin, clock, record: audit.onAccess },
      auditSize: () => trail.status().entries,
    }),
  );
  shutdown.onStop('approvals', stopApprovals);
  await audit.started({ version, configuration: [config.printable.values, watchSources] });
  await listen.release();
  const url = await http.listen();
  const record = () => writeServerRecord(folder.serverRecord, { url, version, fingerprint: own.fingerprint() });
  await own.run({ listener: (request, response) => http.app.routing(request, response), onNewCertificate: record });
  await record();
  shutdown.onStop('server record', () => removeServerRecord(folder.serverRecord));
  shutdown.onStop('readiness', () => health.setShuttingDown());
  logger.info('the control plane answers', { url, version, service: service.service });

  lock.lost.addEventListener('abort', () => {
    acts.controlPlane('lock_lost', {});
    logger.fatal('another control plane took this state folder over; this one ends');
    void shutdown.run('the lock was lost').then(() => given.exit(1));
  });
  if (server.onStart === 'deploy') {
    await deployFirstRelease(service, rollout).catch((error: unknown) => {
      logger.error('the first release cannot be deployed', { error });
    });
  }

  return {
    url,
    logger,
    stop: (reason) => shutdown.run(reason).finally(given.closeLogs),
    stopAll,
    reload: () => reload().catch(audit.onRefusedReload),
    listenToSignals: () => shutdown.listen(),
  };
}

/** Only when nothing is live and nothing is about to be: a restart never deploys again. */
async function deployFirstRelease({ release }: ServiceConfig, rollout: Rollout): Promise<void> {
  const { source, version } = release;
  if (source === undefined || version === undefined) return;
  if (rollout.active() !== undefined || (await rollout.live()) !== undefined) return;
  await rollout.deploy({ version, source, requestedBy: 'up' });
}

function proxyConfiguration({ service, traffic }: ServiceConfig): ProxyConfiguration {
  return { service, listen: hostAndPort(traffic.listen), balance: traffic.balance, retries: DEFAULT_RETRIES };
}

function hostAndPort({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
