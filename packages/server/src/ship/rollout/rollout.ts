import type { Deployment, Strategy } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit/logging';
import type { Database } from '../../db/database.ts';
import type { Lease, Leases } from '../../db/lease.ts';
import type { NewId } from '../../platform/ids.ts';
import type { Counters } from '../traffic/traffic.ts';
import { ActiveDeployment } from './active.ts';
import type { RolloutTools } from './acts/act.ts';
import type { Asked, DeployWish } from './begin.ts';
import { checkWish, deployTo, rollbackTo, sourceOf } from './begin.ts';
import type { StoredDeployment } from './deployment.ts';
import { newDeployment } from './deployment.ts';
import { dryRun } from './dry-run.ts';
import { createKeeper } from './keeper.ts';
import { enter, resume as resumeStep } from './plan.ts';
import { toRecord } from './record.ts';
import { Refusal, toRefusal } from './refusal.ts';
import { restoreSlots, serveLive } from './restore.ts';
import type { FaultPoint, RunTools } from './run.ts';
import { runDeployment } from './run.ts';
import type { OccupiedSlot } from './slots.ts';
import { createSlotStore, liveOf } from './slots.ts';
import { abort, pause, promote, resume } from './steering.ts';
import type { Page, Transition } from './store.ts';
import { createDeploymentStore } from './store.ts';
import { syncTargets } from './target-sync.ts';

export interface RolloutOptions extends Omit<RolloutTools, 'slots'> {
  readonly db: Database;
  readonly leases: Leases;
  readonly newId: NewId;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Each change of a deployment, as the record that the API shows; called again with newer numbers in between. */
  readonly onUpdate?: (deployment: Deployment) => void;
  /** Why no deployment may begin now; undefined when one may. */
  readonly frozen?: () => Promise<string | undefined>;
  /** For tests only. */
  readonly faultPoint?: FaultPoint;
}

export interface DeployAsk extends DeployWish {
  readonly strategy?: Strategy | undefined;
  readonly dryRun?: boolean;
  readonly waitLockMs?: number;
  /** Whose wish it is: others who are refused meanwhile read this name. */
  readonly requestedBy: string;
}

export interface RollbackAsk {
  readonly to?: string | undefined;
  readonly waitLockMs?: number;
  readonly requestedBy: string;
}

/** Makes releases live, one at a time, and takes back what is bad. What cannot be done is thrown as Refusal. */
export interface Rollout {
  /** Once, after the supervisor adopted what runs: restores what was live, goes on with a deployment that was under way. */
  start(): Promise<void>;
  /** Leaves everything running, a deployment where it is; the next start goes on with it. */
  stop(): Promise<void>;
  /** Resolves when the deployment has begun (a dry run: when it has ended). */
  deploy(ask: DeployAsk): Promise<Deployment>;
  rollback(ask: RollbackAsk): Promise<Deployment>;
  promote(): Promise<Deployment>;
  pause(): Promise<Deployment>;
  resume(): Promise<Deployment>;
  abort(): Promise<Deployment>;
  /** The one under way. */
  active(): Deployment | undefined;
  /** Resolves when that deployment is over, or was left by `stop`. */
  ended(id: string): Promise<Deployment | undefined>;
  get(id: string): Promise<Deployment | undefined>;
  /** Newest first. */
  list(page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<Deployment>>;
  count(): Promise<number>;
  transitions(id: string): Promise<readonly Transition[]>;
  slots(): Promise<readonly OccupiedSlot[]>;
  live(): Promise<OccupiedSlot | undefined>;
  /** For the sampler: new numbers of the deployment under way. */
  observe(counters: Counters): void;
}

/** One straight line that ties the parts together; each is a file of its own. */
export function createRollout(options: RolloutOptions): Rollout {
  const { db, leases, newId, logger, clock, policy, traffic } = options;
  const { service } = policy;
  const store = createDeploymentStore(db, service);
  const slots = createSlotStore(db, service);
  const faultPoint = options.faultPoint ?? (() => undefined);
  const tools: RunTools = { ...options, slots, store, faultPoint };
  const record = (deployment: StoredDeployment) => toRecord(deployment, clock.now());
  const stopping = new AbortController();
  const runs = new Map<string, Promise<void>>();
  let active: ActiveDeployment | undefined;
  let beginning = 0;
  let serving: Promise<void> = Promise.resolve();
  let unsubscribe: (() => void) | undefined;

  const keeper = createKeeper({ ...tools, logger, isBusy: () => beginning > 0 || active !== undefined });
  const restoreTools = { ...tools, logger, mayServe: () => active?.current.hasTraffic !== true };

  const activate = (deployment: StoredDeployment, lease: Lease): ActiveDeployment => {
    const onUpdate = (changed: StoredDeployment) => options.onUpdate?.(record(changed));
    return new ActiveDeployment(deployment, { store, lease, now: clock.now, onUpdate });
  };

  const launch = (started: ActiveDeployment, lease: Lease): void => {
    active = started;
    const run = untilOver(started, tools, logger, stopping.signal).finally(async () => {
      active = undefined;
      await lease.release();
    });
    runs.set(started.current.id, run);
  };

  /** Takes the lock, decides under it what is done, stores that, and begins. */
  const begin = async (
    { requestedBy, waitLockMs = 0 }: Pick<RollbackAsk, 'requestedBy' | 'waitLockMs'>,
    decide: (occupied: readonly OccupiedSlot[]) => Promise<Asked>,
  ): Promise<Deployment> => {
    const lease = await acquire(leases, service, requestedBy, waitLockMs, stopping.signal);
    beginning += 1;
    try {
      await keeper.idle();
      const asked = await decide(await slots.list());
      const startedAt = clock.now();
      const fresh = newDeployment({ ...asked, id: newId('dep'), service, startedAt, requestedBy }, 'prepare');
      const started = activate(fresh, lease);
      const counters = await traffic.counters().catch(() => undefined);
      if (counters !== undefined) started.count(counters);
      await started.transition((deployment) => enter(deployment, 'prepare', startedAt), {});
      launch(started, lease);
      return record(started.current);
    } catch (error) {
      await lease.release();
      throw error;
    } finally {
      beginning -= 1;
    }
  };

  const refuseWhileFrozen = async () => {
    const why = await options.frozen?.();
    if (why !== undefined) throw new Refusal('frozen', `Deployments are frozen: ${why}.`);
  };

  const tryOut = async (ask: DeployAsk): Promise<Deployment> => {
    const { version, env = {}, requestedBy } = ask;
    const source = await sourceOf(ask, policy.release.source, tools.releases);
    const live = liveOf(await slots.list());
    const from = live === undefined ? null : { slot: live.slot, version: live.version };
    const holder = await leases.holder(lockOf(service));
    const problems = holder === undefined ? [] : [`${holder.owner} is deploying`];
    const strategy = ask.strategy ?? policy.release.strategy;
    const asked = { id: newId('dep'), service, version, strategy, from, source, env, requestedBy };
    const tried = await dryRun({ ...asked, startedAt: clock.now() }, tools, problems);
    await store.save(tried, { what: tried.outcome ?? 'dry_run', at: clock.now() });
    options.onUpdate?.(record(tried));
    return record(tried);
  };

  /** Goes on with what an earlier life of the control plane left, in the name of whoever began it. */
  const goOn = async (left: StoredDeployment): Promise<void> => {
    const lease = await acquire(leases, service, left.requestedBy, RECOVERY_WAIT_MS, stopping.signal);
    const again = activate(left, lease);
    await again.transition(resumeStep, { what: ({ step }) => `${step} resumed` });
    launch(again, lease);
  };

  return {
    async start() {
      await restoreSlots(restoreTools);
      unsubscribe = syncTargets({ ...tools, logger });
      const left = await store.active();
      if (left !== undefined) await goOn(left);
      serving = serveLive(restoreTools, stopping.signal);
      void keeper.run();
    },
    async stop() {
      stopping.abort();
      active?.leave();
      unsubscribe?.();
      await keeper.stop();
      const left = Promise.allSettled([serving, ...runs.values()]);
      // What does not look up in time is cut off as by a crash, which every step bears.
      await Promise.race([left, clock.sleep(STOP_PATIENCE_MS)]);
    },
    async deploy(ask) {
      await checkWish(ask, tools);
      await refuseWhileFrozen();
      if (ask.dryRun === true) return tryOut(ask);
      return begin(ask, (occupied) => deployTo(ask, occupied, tools));
    },
    rollback: (ask) => begin(ask, (occupied) => rollbackTo(ask.to, occupied, tools, store)),
    promote: async () => record(await promote(active)),
    pause: async () => record(await pause(active)),
    resume: async () => record(await resume(active)),
    abort: async () => record(await abort(active)),
    active: () => (active === undefined ? undefined : record(active.current)),
    async ended(id) {
      await runs.get(id);
      const deployment = await store.get(id);
      return deployment === undefined ? undefined : record(deployment);
    },
    async get(id) {
      const deployment = active?.current.id === id ? active.current : await store.get(id);
      return deployment === undefined ? undefined : record(deployment);
    },
    async list(page) {
      const { items, nextCursor } = await store.list(page);
      const newest = items.map((item) => (active?.current.id === item.id ? active.current : item));
      return { items: newest.map(record), nextCursor };
    },
    count: () => store.count(),
    transitions: (id) => store.transitions(id),
    slots: () => slots.list(),
    live: async () => liveOf(await slots.list()),
    observe: (counters) => {
      if (active === undefined) return;
      active.count(counters);
      options.onUpdate?.(record(active.current));
    },
  };
}

/** The holder before us was killed; its lease is free as soon as its process is gone. */
const RECOVERY_WAIT_MS = 60_000;
const RETRY_MS = 1_000;
const STOP_PATIENCE_MS = 3_000;

function lockOf(service: string): string {
  return `deployment of ${service}`;
}

async function acquire(leases: Leases, service: string, owner: string, waitMs: number, signal: AbortSignal) {
  try {
    return await leases.acquire(lockOf(service), { owner, waitMs, signal });
  } catch (error) {
    throw toRefusal(service, error);
  }
}

/** What could not be stored is done again from what was: the database may only have stalled. */
async function untilOver(
  active: ActiveDeployment,
  tools: RunTools,
  logger: RolloutOptions['logger'],
  signal: AbortSignal,
): Promise<void> {
  const facts = () => ({ deploymentId: active.current.id, version: active.current.version });
  while (!signal.aborted) {
    try {
      const end = await runDeployment(active, tools);
      const { outcome, reason, state } = active.current;
      logger.info(end === 'ended' ? 'a deployment ended' : 'a deployment was left', {
        ...facts(),
        state,
        outcome,
        reason,
      });
      return;
    } catch (error) {
      logger.error('a deployment cannot be stored', { ...facts(), error });
      await tools.clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }
}
