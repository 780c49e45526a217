import type { Logger } from '@seaworthy/kit/logging';
import type { Lease, Leases } from '../../db/lease.ts';
import type { NewId } from '../../platform/ids.ts';
import { ActiveDeployment } from './active.ts';
import type { Asked } from './begin.ts';
import type { StoredDeployment } from './deployment.ts';
import { newDeployment } from './deployment.ts';
import { enter, resume } from './plan.ts';
import { toRefusal } from './refusal.ts';
import type { RunTools } from './run.ts';
import { runDeployment } from './run.ts';
import type { OccupiedSlot } from './slots.ts';

export interface DeskTools extends RunTools {
  readonly leases: Leases;
  readonly newId: NewId;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly onUpdate: (deployment: StoredDeployment) => void;
  /** Resolves when nobody else is at work in a slot; nobody begins while the desk is busy. */
  readonly untilIdle: () => Promise<void>;
}

export interface Asker {
  readonly requestedBy: string;
  readonly waitLockMs?: number;
  readonly requestKey?: string | undefined;
}

/** The holder before us was killed; its lease is free as soon as its process is gone. */
const RECOVERY_WAIT_MS = 60_000;
const RETRY_MS = 1_000;

/** Where deployments begin: one at a time, under the lease of the service, in the name of whoever asked. */
export class Desk {
  readonly #tools: DeskTools;
  readonly #leaving = new AbortController();
  readonly #runs = new Map<string, Promise<void>>();
  #active: ActiveDeployment | undefined;
  #beginning = 0;

  constructor(tools: DeskTools) {
    this.#tools = tools;
  }

  /** The deployment under way. */
  get active(): ActiveDeployment | undefined {
    return this.#active;
  }

  /** A deployment is under way, or about to be. */
  get isBusy(): boolean {
    return this.#beginning > 0 || this.#active !== undefined;
  }

  /** Takes the lease, decides under it what is done, stores that, and begins. */
  async begin(asker: Asker, decide: (occupied: readonly OccupiedSlot[]) => Promise<Asked>): Promise<StoredDeployment> {
    const lease = await this.#acquire(asker.requestedBy, asker.waitLockMs ?? 0);
    this.#beginning += 1;
    try {
      await this.#tools.untilIdle();
      const asked = await decide(await this.#tools.slots.list());
      return await this.#start(asked, asker, lease);
    } catch (error) {
      await lease.release();
      throw error;
    } finally {
      this.#beginning -= 1;
    }
  }

  /** Goes on with what an earlier life of the control plane left. */
  async goOn(left: StoredDeployment): Promise<void> {
    const lease = await this.#acquire(left.requestedBy, RECOVERY_WAIT_MS);
    const active = this.#activate(left, lease);
    await active.transition(resume, { what: ({ step }) => `${step} resumed` });
    this.#launch(active, lease);
  }

  /** Resolves when that deployment is over, or was left. */
  async over(id: string): Promise<void> {
    await this.#runs.get(id);
  }

  /** Leaves the deployment where it is; resolves when nothing is done for it any more. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    this.#active?.leave();
    await Promise.allSettled(this.#runs.values());
  }

  async #start(asked: Asked, { requestedBy, requestKey }: Asker, lease: Lease): Promise<StoredDeployment> {
    const { clock, newId, policy, traffic } = this.#tools;
    const startedAt = clock.now();
    const identity = { id: newId('dep'), service: policy.service, startedAt, requestedBy, requestKey };
    const active = this.#activate(newDeployment({ ...asked, ...identity }, 'prepare'), lease);
    const counters = await traffic.counters().catch(() => undefined);
    if (counters !== undefined) active.countFrom(counters);
    await active.transition((deployment) => enter(deployment, 'prepare', startedAt), {});
    this.#launch(active, lease);
    return active.current;
  }

  async #acquire(owner: string, waitMs: number): Promise<Lease> {
    const { leases, policy } = this.#tools;
    try {
      return await leases.acquire(lockOf(policy.service), { owner, waitMs, signal: this.#leaving.signal });
    } catch (error) {
      throw toRefusal(policy.service, error);
    }
  }

  #activate(deployment: StoredDeployment, lease: Lease): ActiveDeployment {
    const { store, clock, onUpdate } = this.#tools;
    return new ActiveDeployment(deployment, { store, lease, now: clock.now, onUpdate });
  }

  #launch(active: ActiveDeployment, lease: Lease): void {
    this.#active = active;
    const run = this.#untilOver(active).finally(async () => {
      this.#active = undefined;
      await lease.release();
    });
    this.#runs.set(active.current.id, run);
  }

  /** What could not be stored is done again from what was: the database may only have stalled. */
  async #untilOver(active: ActiveDeployment): Promise<void> {
    const { logger, clock } = this.#tools;
    while (!this.#leaving.signal.aborted) {
      try {
        const end = await runDeployment(active, this.#tools);
        logger.info(end === 'ended' ? 'a deployment ended' : 'a deployment was left', factsOf(active.current));
        return;
      } catch (error) {
        logger.error('a deployment cannot be stored', { ...factsOf(active.current), error });
        await clock.sleep(RETRY_MS, this.#leaving.signal).catch(() => undefined);
      }
    }
  }
}

export function lockOf(service: string): string {
  return `deployment of ${service}`;
}

function factsOf({ id, version, state, outcome, reason }: StoredDeployment) {
  return { deploymentId: id, version, state, outcome, reason };
}
