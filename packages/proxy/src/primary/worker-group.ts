import type { DrainResult, PauseOptions, Slot } from '../control/contract.ts';
import { ProxyError } from '../control/errors.ts';
import { Tally } from '../counting/tally.ts';
import type { Routes } from '../routing/routes.ts';
import type { ListenHandle } from './listen-handle.ts';
import type { Log } from './log.ts';
import type { Done } from './worker-process.ts';
import { WorkerProcess } from './worker-process.ts';

const SHORT_LIFE_MS = 1_000;
const RESTART_DELAY_MS = 200;

export interface WorkerGroupOptions {
  readonly count: number;
  readonly log: Log;
  onSuspect(targetId: string): void;
}

/** The worker processes: always `count` of them, all with the newest routes and the same listener. */
export class WorkerGroup {
  readonly #options: WorkerGroupOptions;
  readonly #workers: WorkerProcess[] = [];
  /** What workers that are gone had counted. */
  readonly #departed = new Tally();
  #routes: Routes | undefined;
  #handle: ListenHandle | undefined;
  #isStopping = false;

  constructor(options: WorkerGroupOptions) {
    this.#options = options;
    for (let place = 0; place < options.count; place++) this.#start(place);
  }

  get workers(): readonly WorkerProcess[] {
    return this.#workers;
  }

  #start(place: number): void {
    const worker = new WorkerProcess({
      onExit: (gone, reason) => this.#replace(place, gone, reason),
      onSuspect: (targetId) => this.#options.onSuspect(targetId),
      onComplaint: ({ pid }, text) => this.#options.log('error', 'a worker says', { worker: pid, text }),
    });
    this.#workers[place] = worker;
    if (this.#routes) this.#expect(worker.order({ kind: 'apply', routes: this.#share(this.#routes, place) }));
    if (this.#handle) this.#expect(worker.order({ kind: 'listen' }, { handle: this.#handle.native }));
  }

  #expect(done: Promise<unknown>): void {
    done.catch((error: unknown) => this.#options.log('error', 'a worker did not start', { error: String(error) }));
  }

  #replace(place: number, gone: WorkerProcess, reason: string): void {
    if (gone.tally) this.#departed.add(gone.tally);
    this.#departed.forgetInFlight();
    gone.tally = undefined;
    if (this.#isStopping) return;
    this.#options.log('warn', 'a worker is gone; starting another', { worker: gone.pid, reason });
    // One that cannot even start must not be started a thousand times a second.
    if (gone.ageMs > SHORT_LIFE_MS) this.#start(place);
    else setTimeout(() => this.#isStopping || this.#start(place), RESTART_DELAY_MS);
  }

  /** Resolves when every worker serves by these routes. */
  async apply(routes: Routes): Promise<void> {
    this.#routes = routes;
    await Promise.all(
      this.#workers.map((worker, place) => worker.order({ kind: 'apply', routes: this.#share(routes, place) })),
    );
  }

  /** All workers accept on `handle`; connections taken on the handle before it go on. */
  async listen(handle: ListenHandle): Promise<void> {
    const before = this.#handle;
    this.#handle = handle;
    try {
      await Promise.all(this.#workers.map((worker) => worker.order({ kind: 'listen' }, { handle: handle.native })));
    } catch (cause) {
      this.#handle = before;
      handle.close();
      throw new ProxyError('listen_failed', `cannot listen on ${handle.address}: ${String(cause)}`, { cause });
    }
    before?.close();
  }

  async drain(slot: Slot, deadlineMs: number): Promise<DrainResult> {
    const done = await Promise.all(
      this.#workers.map((worker) => worker.order({ kind: 'drain', slot, deadlineMs }, { extraMs: deadlineMs })),
    );
    const sum = (of: (counts: NonNullable<Done['drained']>) => number) =>
      done.reduce((total, one) => total + (one?.drained ? of(one.drained) : 0), 0);
    const cancelled = sum((counts) => counts.cancelled);
    return {
      drained: cancelled === 0,
      finished: sum((counts) => counts.finished),
      cancelled,
      streamsClosed: sum((counts) => counts.streamsClosed),
    };
  }

  /** Exact at the moment of the answer: every worker is asked. */
  async count(): Promise<Tally> {
    await Promise.all(this.#workers.map((worker) => worker.order({ kind: 'count' })));
    const sum = new Tally();
    sum.add(this.#departed.write());
    for (const worker of this.#workers) if (worker.tally) sum.add(worker.tally);
    return sum;
  }

  async stop(drainMs: number): Promise<void> {
    this.#isStopping = true;
    // The kernel would go on queueing connections for as long as anyone holds the handle.
    this.#handle?.close();
    await Promise.all(this.#workers.map((worker) => worker.order({ kind: 'stop', drainMs }, { extraMs: drainMs })));
  }

  /** Each worker has its part of the pause's queue, so that the whole is the limit that was asked for. */
  #share(routes: Routes, place: number): Routes {
    return routes.paused ? { ...routes, paused: shareOf(routes.paused, place, this.#options.count) } : routes;
  }
}

function shareOf(paused: PauseOptions, place: number, count: number): PauseOptions {
  const rest = place < paused.maxQueue % count ? 1 : 0;
  return { maxWaitMs: paused.maxWaitMs, maxQueue: Math.floor(paused.maxQueue / count) + rest };
}
