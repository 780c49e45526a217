import { mkdir, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Deployment, Slot } from '@seaworthy/api';
import { slotNames } from '@seaworthy/api';
import { onTestFinished } from 'vitest';
import type { Database } from '../../db/database.ts';
import { createLeases } from '../../db/lease.ts';
import { clearSealer, testDatabase } from '../../db/testing.ts';
import { systemClock } from '../../platform/clock.ts';
import { createIds } from '../../platform/ids.ts';
import { ownProcess } from '../../platform/process-identity.ts';
import { testFolder } from '../../platform/testing.ts';
import { createReleaseStore } from '../release/store.ts';
import { noSecrets } from '../runtime/instance-secrets.ts';
import { RuntimeError } from '../runtime/runtime.ts';
import type { Instance, Supervisor, WantedInstances } from '../runtime/supervisor.ts';
import type { TestTraffic } from '../traffic/testing.ts';
import { testTraffic } from '../traffic/testing.ts';
import { shareOf } from '../traffic/traffic.ts';
import type { RolloutPolicy } from './policy.ts';
import type { Rollout, RolloutOptions } from './rollout.ts';
import { createRollout } from './rollout.ts';

/** How a version behaves; all is well unless said. */
export interface Behaviour {
  readonly cannotStart?: boolean;
  readonly exitsAtStart?: boolean;
  readonly health?: number;
  readonly errorShare?: number;
  readonly latencyMs?: number;
}

/** One installation in a test: real database, releases, health requests; processes and proxy in memory. */
export interface Harness {
  readonly db: Database;
  readonly traffic: TestTraffic;
  readonly supervisor: TestSupervisor;
  readonly policy: RolloutPolicy;
  readonly behave: Map<string, Behaviour>;
  readonly updates: Deployment[];
  /** A life of the control plane over the installation. A doomed one counts as killed as soon as another asks. */
  connect(change?: Partial<RolloutOptions>, life?: 'doomed'): Rollout;
  /** Resolves as soon as an update of any deployment is such. */
  seen(isSuch: (deployment: Deployment) => boolean): Promise<void>;
  /** Adds a release of that version. */
  release(...versions: string[]): Promise<void>;
  /** Deploys and waits for the end. */
  deploy(rollout: Rollout, version: string, change?: Partial<Parameters<Rollout['deploy']>[0]>): Promise<Deployment>;
  /** Which versions get traffic, with their shares in percent. */
  serving(): Promise<Record<string, number>>;
}

export type PolicyChange = Partial<Omit<RolloutPolicy['release'], 'analysis'>> & {
  readonly analysis?: Partial<RolloutPolicy['release']['analysis']>;
};

const requestsPerLook = 40;

export async function testInstallation(change: PolicyChange = {}): Promise<Harness> {
  const db = await testDatabase();
  const folder = await testFolder();
  const clock = systemClock;
  const behave = new Map<string, Behaviour>();
  const updates: Deployment[] = [];
  const waiting: ((deployment: Deployment) => unknown)[] = [];
  const traffic = testTraffic(clock.now);
  const supervisor = new TestSupervisor(behave);
  const releases = createReleaseStore({ db, clock, stateDir: folder });
  traffic.isUp = ({ id }) => supervisor.list().some((instance) => instance.id === id && instance.state === 'running');

  const serveAll = async () => {
    const { split } = await traffic.state();
    for (const slot of slotNames) {
      const requests = Math.round(requestsPerLook * shareOf(split, slot));
      const { errorShare = 0, latencyMs = 10 } = behave.get(supervisor.versionIn(slot) ?? '') ?? {};
      if (requests > 0) traffic.serve(slot, requests, { errors: Math.round(requests * errorShare), latencyMs });
    }
  };
  const frontDoor = await listen(
    createServer((_request, response) => {
      void traffic.state().then(({ split }) => {
        const slot = slotNames.find((name) => shareOf(split, name) === 1);
        if (slot !== undefined) traffic.serve(slot, 1);
        response.writeHead(slot === undefined ? 503 : 200).end();
      });
    }),
  );
  const policy = testPolicy(frontDoor, change);
  const busyTraffic = {
    ...traffic,
    counters: async () => {
      await serveAll();
      return traffic.counters();
    },
  };

  return {
    db,
    traffic,
    supervisor,
    policy,
    behave,
    updates,
    seen: (isSuch) =>
      new Promise((resolve) => {
        if (updates.some(isSuch)) return resolve();
        waiting.push((deployment) => isSuch(deployment) && resolve());
      }),
    connect(options = {}, life) {
      const self = life === 'doomed' ? { ...ownProcess(), startTime: 'earlier@life' } : ownProcess();
      const rollout = createRollout({
        ...{ db, clock, policy, releases, supervisor, traffic: busyTraffic },
        ...{ sealer: clearSealer, secrets: noSecrets },
        sampler: { last: () => baselineStretch(policy), slowest: () => null },
        leases: createLeases(db, clock, self),
        newId: createIds(clock),
        baseEnv: { PATH: '/usr/bin:/bin' },
        logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
        onUpdate: (deployment) => {
          updates.push(deployment);
          for (const tell of waiting) tell(deployment);
        },
        ...options,
      });
      if (life !== 'doomed') onTestFinished(() => rollout.stop());
      return rollout;
    },
    async release(...versions) {
      for (const version of versions) {
        const source = join(folder, 'sources', version);
        await mkdir(source, { recursive: true });
        await writeFile(join(source, 'version.txt'), version);
        await releases.add(version, { directory: source });
      }
    },
    async deploy(rollout, version, options = {}) {
      const { id } = await rollout.deploy({ version, requestedBy: 'ada', ...options });
      const ended = await rollout.ended(id);
      if (ended === undefined) throw new Error(`deployment ${id} is gone`);
      return ended;
    },
    async serving() {
      const { split } = await traffic.state();
      const shares = slotNames.map((slot) => [supervisor.versionIn(slot) ?? slot, shareOf(split, slot) * 100] as const);
      return Object.fromEntries(shares.filter(([, share]) => share > 0));
    },
  };
}

function testPolicy(listen: { host: string; port: number }, { analysis, ...change }: PolicyChange): RolloutPolicy {
  return {
    service: 'shop',
    environment: 'local',
    runtime: { command: ['node', 'server.js'], instances: 2, env: {} },
    traffic: { listen, drainTimeoutMs: 1_000 },
    health: { path: '/health', readinessPath: '/readiness', intervalMs: 20, timeoutMs: 1_000, deadlineMs: 200 },
    release: {
      strategy: 'blue-green',
      settleMs: 5,
      canary: { steps: [] },
      validation: [],
      keepPreviousMs: 60_000,
      ...change,
      analysis: {
        ...{ windowMs: 60, intervalMs: 10, errorRate: 0.1, latencyRatio: 2, minRequests: 20 },
        onInconclusive: 'complete',
        ...analysis,
      },
    },
  };
}

/** The old version did well: 10 ms, no error. */
function baselineStretch({ release }: RolloutPolicy) {
  const { windowMs } = release.analysis;
  const stretch = { requests: 1_000, errors: 0, latencySumMs: 10_000, latencyCount: 1_000, ms: windowMs };
  return { ...stretch, bucketBoundsMs: [10], bucketCounts: [1_000, 0] };
}

async function listen(server: Server): Promise<{ host: string; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** Instances are small HTTP servers in this process; they die when a test says so. */
export class TestSupervisor implements Supervisor {
  readonly #behave: ReadonlyMap<string, Behaviour>;
  readonly #listeners = new Set<(id: string, instance: Instance | undefined) => void>();
  readonly #instances = new Map<string, Instance>();
  readonly #servers = new Map<string, Server>();
  readonly wanted = new Map<Slot, WantedInstances>();
  #started = 0;

  constructor(behave: ReadonlyMap<string, Behaviour>) {
    this.#behave = behave;
  }

  async ensure(slot: Slot, wanted: WantedInstances): Promise<readonly Instance[]> {
    if (this.#behave.get(wanted.version)?.cannotStart === true) {
      throw new RuntimeError('start_failed', `cannot start ${wanted.command[0]}: ENOENT`);
    }
    const fits = this.#in(slot).filter(({ version }) => version === wanted.version);
    if (fits.length !== this.#in(slot).length) await this.stopSlot(slot);
    this.wanted.set(slot, wanted);
    while (this.#in(slot).length < wanted.instances) await this.#start(slot, wanted.version);
    return this.#in(slot);
  }

  async stopSlot(slot: Slot): Promise<void> {
    this.wanted.delete(slot);
    for (const { id } of this.#in(slot)) {
      this.#servers.get(id)?.close();
      this.#servers.get(id)?.closeAllConnections();
      this.#instances.delete(id);
      this.#tell(id);
    }
  }

  async stopAll(): Promise<void> {
    for (const slot of slotNames) await this.stopSlot(slot);
  }

  async adopt(): Promise<void> {}
  async close(): Promise<void> {}

  list(): readonly Instance[] {
    return [...this.#instances.values()];
  }

  onChange(listener: (id: string, instance: Instance | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  versionIn(slot: Slot): string | undefined {
    return this.wanted.get(slot)?.version;
  }

  /** The instance ends by itself and is not there for a moment. */
  kill(slot: Slot, code = 1): void {
    const [instance] = this.#in(slot);
    if (instance === undefined) throw new Error(`nothing runs in ${slot}`);
    this.#exit(instance, code);
  }

  #in(slot: Slot): readonly Instance[] {
    return this.list().filter((instance) => instance.slot === slot);
  }

  async #start(slot: Slot, version: string): Promise<void> {
    this.#started += 1;
    const id = `shop-${slot}-${this.#started}`;
    const server = createServer((request, response) => {
      const { health = 200 } = this.#behave.get(version) ?? {};
      const isKnown = request.url === '/health' || request.url === '/';
      response.writeHead(isKnown ? health : 404).end(version);
    });
    const address = await listen(server);
    const rest = { pid: this.#started, restarts: 0, startedAt: systemClock.now(), lastExit: null, logFile: '/nowhere' };
    const instance: Instance = { id, slot, version, ...address, state: 'running', ...rest };
    this.#servers.set(id, server);
    this.#instances.set(id, instance);
    this.#tell(id);
    if (this.#behave.get(version)?.exitsAtStart === true) this.#exit(instance, 3);
  }

  #exit(instance: Instance, code: number): void {
    const lastExit = { code, signal: null, at: systemClock.now(), message: `exited with code ${code}` };
    this.#instances.set(instance.id, { ...instance, state: 'restarting', lastExit });
    this.#tell(instance.id);
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id, this.#instances.get(id));
  }
}
