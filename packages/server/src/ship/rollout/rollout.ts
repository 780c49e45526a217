import type { Deployment } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit/logging';
import type { Database } from '../../db/database.ts';
import type { Leases } from '../../db/lease.ts';
import type { Sealer } from '../../db/sealed-column.ts';
import type { NewId } from '../../platform/ids.ts';
import type { Counters } from '../traffic/traffic.ts';
import type { RolloutTools } from './acts/act.ts';
import type { DeployWish } from './begin.ts';
import { checkWish, deployTo, rollbackTo } from './begin.ts';
import type { StoredDeployment } from './deployment.ts';
import { Desk } from './desk.ts';
import { tryOut } from './dry-run.ts';
import { createKeeper } from './keeper.ts';
import { toRecord } from './record.ts';
import { Refusal } from './refusal.ts';
import type { FaultPoint, RunTools } from './run.ts';
import type { OccupiedSlot } from './slots.ts';
import { createSlotStore, liveOf } from './slots.ts';
import { abort, pause, promote, resume } from './steering.ts';
import type { Page, PageAsk, Transition } from './store.ts';
import { createDeploymentStore } from './store.ts';
import { createUpkeep } from './upkeep.ts';

export interface RolloutOptions extends Omit<RolloutTools, 'slots'> {
  readonly db: Database;
  /** For environments, which may hold secrets. */
  readonly sealer: Sealer;
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
  readonly dryRun?: boolean;
  readonly waitLockMs?: number;
  /** Whose wish it is: others who are refused meanwhile read this name. */
  readonly requestedBy: string;
  /** Asked again under the same key, it is the same deployment: the caller may have lost the answer to a crash. */
  readonly requestKey?: string | undefined;
}

export interface RollbackAsk {
  readonly to?: string | undefined;
  readonly waitLockMs?: number;
  readonly requestedBy: string;
  readonly requestKey?: string | undefined;
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
  list(page: PageAsk): Promise<Page<Deployment>>;
  count(): Promise<number>;
  transitions(id: string): Promise<readonly Transition[]>;
  slots(): Promise<readonly OccupiedSlot[]>;
  live(): Promise<OccupiedSlot | undefined>;
  /** For the sampler: new numbers of the deployment under way. */
  observe(counters: Counters): void;
}

/** One straight line that ties the parts together; each is a file of its own. */
export function createRollout(options: RolloutOptions): Rollout {
  const { db, leases, newId, logger, clock, policy } = options;
  const store = createDeploymentStore(db, policy.service, options.sealer);
  const slots = createSlotStore(db, policy.service, options.sealer);
  const record = (deployment: StoredDeployment) => toRecord(deployment, clock.now());
  const onUpdate = (deployment: StoredDeployment) => options.onUpdate?.(record(deployment));
  const tools: RunTools = { ...options, slots, store, faultPoint: options.faultPoint ?? (() => undefined) };
  const desk = new Desk({ ...tools, leases, newId, logger, onUpdate, untilIdle: () => keeper.idle() });
  const keeper = createKeeper({ ...tools, logger, isBusy: () => desk.isBusy });
  const upkeep = createUpkeep({ ...tools, logger, mayServe: () => desk.active?.current.hasTraffic !== true });
  const newest = (stored: StoredDeployment) => (desk.active?.current.id === stored.id ? desk.active.current : stored);

  const asked = async (key: string | undefined) => {
    const known = key === undefined ? undefined : await store.byRequestKey(key);
    return known === undefined ? undefined : record(newest(known));
  };

  return {
    async start() {
      await upkeep.restore();
      const left = await store.active();
      if (left !== undefined) await desk.goOn(left);
      upkeep.serve();
      void keeper.run();
    },
    async stop() {
      const left = Promise.allSettled([upkeep.stop(), desk.leave(), keeper.stop()]);
      // What does not look up in time is cut off as by a crash, which every step bears.
      await Promise.race([left, clock.sleep(STOP_PATIENCE_MS)]);
    },
    async deploy(ask) {
      const known = await asked(ask.requestKey);
      if (known !== undefined) return known;
      await checkWish(ask, tools);
      await refuseWhileFrozen(options.frozen);
      if (ask.dryRun === true) return record(await tryOut(ask, { ...tools, leases, newId, onUpdate }));
      return record(await desk.begin(ask, (occupied) => deployTo(ask, occupied, tools)));
    },
    async rollback(ask) {
      const known = await asked(ask.requestKey);
      return known ?? record(await desk.begin(ask, (occupied) => rollbackTo(ask.to, occupied, tools, store)));
    },
    promote: async () => record(await promote(desk.active)),
    pause: async () => record(await pause(desk.active)),
    resume: async () => record(await resume(desk.active)),
    abort: async () => record(await abort(desk.active)),
    active: () => (desk.active === undefined ? undefined : record(desk.active.current)),
    async ended(id) {
      await desk.over(id);
      const deployment = await store.get(id);
      return deployment === undefined ? undefined : record(deployment);
    },
    async get(id) {
      const deployment = await store.get(id);
      return deployment === undefined ? undefined : record(newest(deployment));
    },
    async list(page) {
      const { items, nextCursor } = await store.list(page);
      return { items: items.map((item) => record(newest(item))), nextCursor };
    },
    count: () => store.count(),
    transitions: (id) => store.transitions(id),
    slots: () => slots.list(),
    live: async () => liveOf(await slots.list()),
    observe(counters) {
      desk.active?.count(counters);
      if (desk.active !== undefined) onUpdate(desk.active.current);
    },
  };
}

const STOP_PATIENCE_MS = 3_000;

async function refuseWhileFrozen(frozen: RolloutOptions['frozen']): Promise<void> {
  const why = await frozen?.();
  if (why !== undefined) throw new Refusal('frozen', `Deployments are frozen: ${why}.`);
}
