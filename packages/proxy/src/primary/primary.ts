import { randomUUID } from 'node:crypto';
import type {
  Counters,
  DrainResult,
  PauseOptions,
  ProbeOptions,
  ProxyConfiguration,
  ProxyState,
  ProxyTarget,
  Readiness,
  Slot,
  Split,
} from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';
import { ProxyError } from '../control/errors.ts';
import { readCounters } from '../counting/read-counters.ts';
import { writeMetrics } from '../counting/write-metrics.ts';
import { bindListener } from './listen-handle.ts';
import type { Log } from './log.ts';
import { ProbedSlots } from './probed-slots.ts';
import { describeState, routesOf } from './projections.ts';
import type { Restored, StoredState } from './state-file.ts';
import { storeState } from './state-file.ts';
import { WorkerGroup } from './worker-group.ts';

export interface PrimaryOptions {
  readonly stateFile: string;
  readonly workers: number;
  readonly restored: Restored;
  readonly log: Log;
}

/** How long a new start waits for the workers of a killed proxy to let go of the port. */
const REBIND_MS = 5_000;
const REBIND_EVERY_MS = 20;

/** The state, the probes and the workers in one place. Every change is stored, then applied by every worker, then acknowledged. */
export class Primary {
  readonly #options: PrimaryOptions;
  readonly #epoch = randomUUID();
  readonly #startedAt = new Date().toISOString();
  readonly #probed: ProbedSlots;
  readonly #workers: WorkerGroup;
  #state: StoredState;
  #turn: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(options: PrimaryOptions) {
    this.#options = options;
    this.#state = options.restored.state;
    this.#probed = new ProbedSlots(options.log);
    this.#workers = new WorkerGroup({
      count: options.workers,
      log: options.log,
      onSuspect: (id) => this.#probed.suspect(id),
    });
    this.#probed.onChange(() => {
      this.#apply().catch((error: unknown) =>
        options.log('error', 'a worker did not take the new routes', { error: String(error) }),
      );
    });
  }

  /** Takes up what the state file says: the same address, the same routes; the targets are probed before any is trusted. */
  async restore(): Promise<void> {
    const { bound, slots } = this.#state;
    for (const slot of SLOTS) this.#probed.set(slot, slots[slot], true);
    await this.#apply();
    if (bound === null) return;
    const deadlineMs = performance.now() + REBIND_MS;
    for (;;) {
      const handle = await bindListener(bound).catch((error: unknown) => {
        if (performance.now() > deadlineMs) throw error;
      });
      if (handle) return this.#workers.listen(handle);
      await new Promise((resolve) => setTimeout(resolve, REBIND_EVERY_MS));
    }
  }

  async state(): Promise<ProxyState> {
    const tally = await this.#workers.count();
    return describeState({
      state: this.#state,
      probed: this.#probed,
      tally,
      epoch: this.#epoch,
      startedAt: this.#startedAt,
      restored: this.#options.restored.found,
      workers: this.#workers.workers.map(({ pid, startedAt }) => ({ pid, startedAt })),
    });
  }

  configure(configuration: ProxyConfiguration): Promise<void> {
    return this.#inTurn(async () => {
      const { configure, bound } = this.#state;
      if (bound !== null && configure?.listen === configuration.listen)
        return this.#change({ configure: configuration });
      const handle = await bindListener(configuration.listen);
      await this.#workers.listen(handle);
      await this.#change({ configure: configuration, bound: handle.address });
      this.#options.log('info', 'listening', { listen: handle.address });
    });
  }

  setTargets(slot: Slot, targets: readonly ProxyTarget[], probe: ProbeOptions): Promise<void> {
    return this.#inTurn(() => this.#changeSlot(slot, targets, probe));
  }

  async #changeSlot(slot: Slot, targets: readonly ProxyTarget[], probe: ProbeOptions | null): Promise<void> {
    const slots = { ...this.#state.slots, [slot]: { probe, targets } };
    await this.#store({ slots });
    this.#probed.set(slot, slots[slot]);
    await this.#apply();
  }

  awaitReady(slot: Slot, deadlineMs: number): Promise<Readiness> {
    return this.#probed.awaitReady(slot, deadlineMs);
  }

  setSplit(split: Split): Promise<void> {
    return this.#inTurn(async () => {
      const missing = SLOTS.filter((slot) => split[slot] > 0 && !this.#probed.hasUp(slot));
      if (missing.length > 0) throw new ProxyError('no_ready_target', `no target of ${missing.join(' and ')} is up`);
      await this.#change({ split });
      this.#options.log('info', 'split', { split });
    });
  }

  drain(slot: Slot, deadlineMs: number): Promise<DrainResult> {
    return this.#workers.drain(slot, deadlineMs);
  }

  removeSlot(slot: Slot): Promise<void> {
    return this.#inTurn(() => {
      if (this.#state.split[slot] > 0) throw new ProxyError('slot_serves', `${slot} has a share of the traffic`);
      return this.#changeSlot(slot, [], null);
    });
  }

  pause(paused: PauseOptions): Promise<void> {
    return this.#inTurn(() => this.#change({ paused }));
  }

  resume(): Promise<void> {
    return this.#inTurn(() => this.#change({ paused: null }));
  }

  async counters(): Promise<Counters> {
    return readCounters(await this.#workers.count(), Date.now(), this.#epoch);
  }

  async metrics(): Promise<string> {
    const tally = await this.#workers.count();
    return writeMetrics(readCounters(tally, Date.now(), this.#epoch), await this.state());
  }

  /** Clients are answered as far as `drainMs` allows; then nothing of this process serves any more. */
  async stop(drainMs: number): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#options.log('info', 'stopping', { drainMs });
    this.#probed.stop();
    await this.#workers.stop(drainMs);
  }

  /** One change after the other: each sees the whole of the one before it. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    if (this.#isStopping) return Promise.reject(new ProxyError('stopping', 'the proxy is stopping'));
    const turn = this.#turn.then(change);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #change(changes: Partial<StoredState>): Promise<void> {
    await this.#store(changes);
    await this.#apply();
  }

  async #store(changes: Partial<StoredState>): Promise<void> {
    const state = { ...this.#state, ...changes, stateVersion: this.#state.stateVersion + 1 };
    await storeState(this.#options.stateFile, state);
    this.#state = state;
  }

  #apply(): Promise<void> {
    return this.#workers.apply(routesOf(this.#state, this.#probed));
  }
}
