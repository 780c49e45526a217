import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Clock, Logger, Shutdown, TracingOptions } from '@seaworthy/kit';
import { createHealth, createMetrics, createResilience, createTracing, registerHostMetrics } from '@seaworthy/kit';
import { measureAccuracy } from './accuracy/measure.ts';
import { buildServer } from './app-http.ts';
import { buildVisitFlow } from './app-visits.ts';
import { openAudit } from './audit/open-audit.ts';
import type { Settings } from './config/options.ts';
import { DoorbellDatabase } from './db/database.ts';
import { createFacePool } from './face/face-pool.ts';
import { NO_FAULT, parseFault } from './fault/fault.ts';
import { createSaboteur } from './fault/saboteur.ts';
import { createGallery } from './gallery/gallery.ts';
import { createEventStream } from './http/routes/event-stream.ts';
import { registerChecks } from './monitoring/checks.ts';
import { registerDoorbellMetrics } from './monitoring/metrics.ts';
import { createOverview } from './monitoring/overview.ts';
import { everySoOften } from './platform/repeat.ts';
import { Captures } from './visit/store/captures.ts';
import type { VisitEvent } from './visit/store/visit-event.ts';
import { VisitLog } from './visit/store/visit-log.ts';

export interface AppOptions {
  readonly settings: Settings;
  readonly environment: string;
  readonly tracing: TracingOptions;
  /** Folder of the release: thread scripts, models, page, compiled SQLite. */
  readonly releaseDir: string;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
  readonly clock: Clock;
  readonly random: () => number;
  readonly exit: (code: number) => void;
}

export interface App {
  readonly server: Server;
  /** Resolves when the models are loaded; the server answers before, and says so in its readiness. */
  readonly ready: Promise<void>;
}

/** What is left of the time to stop in when all else has stopped. */
const SEND_SPANS_MS = 2_000;
const MODEL_VERSION = 'face-api-1.7.15';
const THREAD_RESTART_MS = 200;
const ABANDONED_EVERY_MS = 30_000;
const ABANDONED_AT_ONCE = 20;
const PRUNE_EVERY_MS = 60_000;
/** How long the notifications that are under way are waited for; what is left, another instance sends. */
const LAST_NOTIFICATIONS_MS = 1_500;

/**
 * The composition root: one straight line, so that the order of building, and of stopping in reverse, can be read.
 * Every object that lives names its stop right after it was made.
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { settings, environment, releaseDir, logger, shutdown, clock } = options;
  const { dataDir, faces, http, instance } = settings;
  const fault = parseFault(settings.fault) ?? NO_FAULT;
  const saboteur = createSaboteur({ ...options, fault });
  const overview = createOverview({ instance, environment, clock });

  const metrics = createMetrics();
  const tracing = createTracing({ ...options.tracing, logger: logger.child({}, 'tracing'), metrics });
  shutdown.onFlush('tracing', () => tracing.shutdown({ deadlineMs: SEND_SPANS_MS }));

  const resilience = createResilience({ logger: logger.child({}, 'resilience'), metrics, clock });

  const nativeBinding = join(releaseDir, 'better_sqlite3.node');
  const database = new DoorbellDatabase({ file: join(dataDir, 'doorbell.db'), nativeBinding, clock });
  shutdown.onStop('database', () => database.close());
  database.open();
  const audit = await openAudit({ dataDir, instance: instance.id, logger: logger.child({}, 'audit') });
  shutdown.onFlush('audit', () => audit.close());
  const gallery = createGallery({ database, maxEncodings: faces.maxEncodings, clock });
  const visits = new VisitLog(database, () => clock.now());
  const captures = new Captures(join(dataDir, 'captures'), settings.captures, () => clock.now());
  const stream = createEventStream({ ...settings.stream, log: visits, clock });

  const ownMetrics = registerDoorbellMetrics(metrics, {
    queues: overview.queues,
    workers: overview.workers,
    knownPeople: () => gallery.people('known').length,
    viewers: () => stream.viewers,
  });
  const host = registerHostMetrics(metrics, { mounts: ['/'] });
  shutdown.onStop('host metrics', () => host.stop());

  const pool = createFacePool({
    script: join(releaseDir, 'face-thread.js'),
    modelDirectory: join(releaseDir, 'models'),
    threads: faces.threads,
    jobTimeoutMs: faces.jobTimeout,
    restartDelayMs: THREAD_RESTART_MS,
    tracing,
    clock,
    onThreadDied: (worker, error) => {
      ownMetrics.error('face_thread', 'thread_died', 'critical');
      logger.error('a face thread died and is replaced', { worker, error });
    },
  });
  shutdown.onStop('face threads', () => pool.stop());
  if (fault.isWorkerKillable) process.on('SIGUSR2', () => pool.toggleFirst());
  const ready = pool.ready().then(() => {
    overview.modelsLoaded();
    logger.info('the face models are loaded', { threads: faces.threads });
  });

  const onStored = (event: VisitEvent): void => {
    if (event.outcome === 'blacklist_alert') ownMetrics.blacklisted(event.source.kind);
    overview.visitStored();
    stream.wake();
  };
  const hurry = new AbortController();
  const visitParts = {
    settings,
    pool,
    gallery,
    visits,
    captures,
    metrics: ownMetrics,
    tracing,
    resilience,
    hurry: hurry.signal,
    clock,
    logger,
    onStored,
  };
  const flow = buildVisitFlow(visitParts);
  flow.start();
  shutdown.onStop('visits', async () => {
    const patience = setTimeout(() => hurry.abort(new Error('the service stops')), LAST_NOTIFICATIONS_MS);
    await flow.stop();
    clearTimeout(patience);
  });
  overview.watch(flow, pool);

  const health = createHealth({
    clock,
    environment,
    info: overview.info,
    onChange: (change) => logger.info('health changed', { ...change }),
  });
  const { workers, areModelsLoaded } = overview;
  registerChecks(health, { database, workers, modelsLoaded: areModelsLoaded, dataDir, resilience, fault });
  void health.start();
  shutdown.onStop('health', () => health.stop());

  const abandoned = everySoOften(ABANDONED_EVERY_MS, clock, async () => {
    for (const due of await visits.claimAbandoned(ABANDONED_AT_ONCE)) await flow.notify(due);
  });
  shutdown.onStop('abandoned notifications', () => abandoned.stop());
  const pruning = everySoOften(PRUNE_EVERY_MS, clock, () => captures.prune());
  shutdown.onStop('pruning', () => pruning.stop());
  const accuracy = measureAccuracy({
    script: join(releaseDir, 'accuracy-thread.js'),
    folder: settings.accuracy.pictures,
    niceness: settings.accuracy.niceness,
    modelDirectory: join(releaseDir, 'models'),
    modelVersion: MODEL_VERSION,
    tolerance: faces.knownTolerance,
    minFacePx: faces.minWidth,
    database,
    logger,
    now: () => clock.now(),
    onResult: (percent) => ownMetrics.accuracy(MODEL_VERSION, percent),
  });
  shutdown.onStop('accuracy', () => accuracy.stop());

  const httpParts = { settings, releaseDir, flow, pool, gallery, visits, stream, health, metrics, ownMetrics, tracing };
  const server = buildServer({ ...httpParts, audit, resilience, shutdown, saboteur, clock, logger });
  shutdown.stopping.addEventListener('abort', () => stream.stop());
  await listen(server, http.host, http.port);
  return { server, ready };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
