import type { Database } from '../../db/database.ts';
import type { Lease } from '../../db/lease.ts';
import { advanceTally, startTally } from '../analysis/tally.ts';
import type { Counters } from '../traffic/traffic.ts';
import type { StoredDeployment } from './deployment.ts';
import { Interruption } from './interruption.ts';
import type { Step } from './steps.ts';
import { isWatching } from './steps.ts';
import type { DeploymentStore } from './store.ts';

export interface ActiveOptions {
  readonly store: DeploymentStore;
  readonly lease: Lease;
  readonly now: () => number;
  /** Told after each stored change, and of each new number in between. */
  readonly onUpdate: (deployment: StoredDeployment) => void;
}

/** What a change makes of the deployment; null leaves it as it is. */
export type Change = (deployment: StoredDeployment) => StoredDeployment | null;

export interface TransitionOptions {
  /** The transition's name; the step's own unless told. */
  readonly what?: (changed: StoredDeployment) => string;
  /** Stored in the same transaction. */
  readonly also?: (changed: StoredDeployment, db: Database) => Promise<void>;
}

/** The deployment under way: the one place that changes it, one change at a time, each stored before it is seen. */
export class ActiveDeployment {
  readonly #options: ActiveOptions;
  readonly #stopping = new AbortController();
  readonly #aborting = new AbortController();
  #steering = new AbortController();
  #changes: Promise<unknown> = Promise.resolve();
  #current: StoredDeployment;

  constructor(deployment: StoredDeployment, options: ActiveOptions) {
    this.#current = deployment;
    this.#options = options;
    if (deployment.intent === 'abort') this.#aborting.abort(new Interruption('aborted'));
    const loseLease = () => this.#stopping.abort(new Interruption('lease_lost'));
    options.lease.lost.addEventListener('abort', loseLease, { once: true });
  }

  get current(): StoredDeployment {
    return this.#current;
  }

  /** Stores a transition, and `also` with it; resolves to false when the change did not want to. */
  transition(change: Change, { what, also }: TransitionOptions): Promise<boolean> {
    const { store, lease, now, onUpdate } = this.#options;
    const next = this.#changes.then(async () => {
      const changed = change(this.#current);
      if (changed === null) return false;
      const together = (db: Database) => also?.(changed, db) ?? Promise.resolve();
      await store.save(changed, { what: what?.(changed) ?? changed.step, at: now(), lease, also: together });
      this.#current = changed;
      onUpdate(changed);
      return true;
    });
    this.#changes = next.catch(() => undefined);
    return next;
  }

  /** Something that is shown at once and stored with the next transition. */
  show(change: Partial<Pick<StoredDeployment, 'analysis' | 'candidateShare'>>): void {
    this.#current = { ...this.#current, ...change };
    this.#options.onUpdate(this.#current);
  }

  /** Before its first transition. */
  countFrom({ atMs, epoch, total, bySlot }: Counters): void {
    const countersAtStart = { atMs, epoch, total, bySlot };
    this.#current = { ...this.#current, countersAtStart, tally: startTally(countersAtStart) };
  }

  /** Counts what clients sent since the deployment began. */
  count(counters: Counters): void {
    const { tally } = this.#current;
    const counted = tally === null ? startTally(counters) : advanceTally(tally, counters);
    this.#current = { ...this.#current, tally: counted };
  }

  /** One request of our own went through the front door, and is counted there. */
  countOwn({ failed }: { readonly failed: boolean }): void {
    const { ownRequests: own } = this.#current;
    const ownRequests = { ...own, total: own.total + 1, failed: own.failed + (failed ? 1 : 0) };
    this.#current = { ...this.#current, ownRequests };
  }

  /** Makes the step under way look up: it was aborted, or paused or promoted. */
  interrupt(kind: 'aborted' | 'steered'): void {
    if (kind === 'aborted') this.#aborting.abort(new Interruption('aborted'));
    const steering = this.#steering;
    this.#steering = new AbortController();
    steering.abort(new Interruption(kind));
  }

  /** The control plane stops: the deployment stays where it is. */
  leave(): void {
    this.#stopping.abort(new Interruption('stopped'));
  }

  /** Aborts when that step has to look up. The way back is not turned off; only what waits and watches is steered. */
  signalFor(step: Step): AbortSignal {
    if (step === 'switch_back' || step === 'retire_candidate') return this.#stopping.signal;
    const signals = [this.#stopping.signal, this.#aborting.signal];
    return AbortSignal.any(isWatching(step) ? [...signals, this.#steering.signal] : signals);
  }

  /** Resolves once the deployment is not paused; rejects when `signal` aborts. */
  async untilGoing(signal: AbortSignal): Promise<void> {
    while (this.#current.isPaused) {
      await untilAborted(AbortSignal.any([signal, this.#steering.signal]));
      signal.throwIfAborted();
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
