import { join } from 'node:path';
import { connectProxy } from '@seaworthy/proxy/control';
import type { ServiceConfig } from '../config/service-config.ts';
import { openDatabase } from '../db/database.ts';
import { createLeases } from '../db/lease.ts';
import { migrate } from '../db/migrate.ts';
import { systemClock } from '../platform/clock.ts';
import { createIds } from '../platform/ids.ts';
import { createShip } from './flow.ts';
import { createReleaseStore } from './release/store.ts';
import type { FaultPoint } from './rollout/run.ts';
import { createProcessRuntime } from './runtime/process-runtime.ts';
import { createSupervisor } from './runtime/supervisor.ts';

/** What the test tells one life of the control plane, as JSON in its first argument. */
export interface Life {
  readonly stateDir: string;
  readonly socket: string;
  readonly port: number;
  /** Null: only go on with what an earlier life left. */
  readonly deploy: { readonly version: string; readonly source: string; readonly fault: string } | null;
  /** Where it kills itself with SIGKILL. */
  readonly killAt: { readonly seq: number; readonly moment: 'stored' | 'acted' } | null;
}

/**
 * A control plane without its HTTP side, as a process of its own: it deploys, or goes on with what it finds, writes the
 * record of the last deployment to stdout and ends, leaving everything running.
 */
await live(JSON.parse(process.argv[2] ?? '') as Life);

async function live({ stateDir, socket, port, deploy, killAt }: Life): Promise<void> {
  const clock = systemClock;
  const db = openDatabase(join(stateDir, 'seaworthy.db'));
  await migrate(db, { now: clock.now });
  const runtime = createProcessRuntime({ stateDir, clock });
  const report = () => undefined;
  const supervisor = createSupervisor({ service: 'plain', stateDir, db, runtime, clock, stopTimeoutMs: 2_000, report });
  const faultPoint: FaultPoint = (seq, _name, moment) => {
    if (killAt?.seq === seq && killAt.moment === moment) process.kill(process.pid, 'SIGKILL');
  };
  const ship = createShip({
    ...{ db, clock, supervisor, faultPoint },
    config: configOf(port, stateDir),
    proxy: connectProxy(socket),
    releases: createReleaseStore({ db, clock, stateDir }),
    leases: createLeases(db, clock),
    newId: createIds(clock),
    baseEnv: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    logger: { info: report, warn: report, error: report },
  });
  const { rollout, sampler } = ship;
  await supervisor.adopt();
  await rollout.start();
  void sampler.run();
  if (deploy !== null) {
    const { version, source, fault } = deploy;
    await rollout.deploy({ version, source, env: { FAULT: fault }, requestedBy: 'the test' });
  }
  const [last] = (await rollout.list({ limit: 1 })).items;
  const ended = last === undefined ? undefined : await rollout.ended(last.id);
  await ship.stop();
  await supervisor.close();
  process.stdout.write(JSON.stringify(ended ?? null), () => process.exit(0));
}

function configOf(port: number, directory: string): ServiceConfig {
  const strategy = { strategy: 'blue-green', settleMs: 20, canary: { steps: [] }, validation: [] } as const;
  const limits = { errorRate: 0.1, latencyRatio: 5, minRequests: 5, onInconclusive: 'complete' } as const;
  const analysis = { windowMs: 300, intervalMs: 50, ...limits };
  const optional = { source: undefined, version: undefined, migrate: undefined };
  return {
    ...{ service: 'plain', environment: 'local', file: join(directory, 'seaworthy.yaml'), directory },
    runtime: { kind: 'process', command: ['node', 'server.js'], instances: 1, env: {}, stopTimeoutMs: 2_000 },
    traffic: { kind: 'builtin', listen: { host: '127.0.0.1', port }, drainTimeoutMs: 5_000, balance: 'round-robin' },
    health: { path: '/health', readinessPath: '/readiness', intervalMs: 100, timeoutMs: 2_000, deadlineMs: 10_000 },
    release: { ...strategy, analysis, keepPreviousMs: 600_000, ...optional },
    metrics: { path: '/metrics', intervalMs: 15_000 },
  };
}
