import type { ChildProcess, SendHandle } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WrittenTally } from '../counting/tally.ts';
import type { Order, OrderMessage, WorkerMessage } from '../worker/messages.ts';

/** A worker that does not follow an order in this time hangs; it is killed, so that "applied by every worker" stays true. */
const ANSWER_TIMEOUT_MS = 5_000;
/** For the first orders of a worker, whose process has yet to start, on a machine that may be busy. */
const START_TIMEOUT_MS = 30_000;

/** Main.ts in the sources, main.js when built: whatever this file is. */
const WORKER_MAIN = fileURLToPath(
  new URL(`../worker/main${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url),
);

export type Done = Extract<WorkerMessage, { kind: 'done' }>;

interface Pending {
  resolve(done: Done | undefined): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

export interface WorkerEvents {
  onExit(worker: WorkerProcess, reason: string): void;
  onSuspect(targetId: string): void;
  /** What it wrote to stderr: nothing, unless it crashes. */
  onComplaint(worker: WorkerProcess, text: string): void;
}

/** One worker process, and the orders that it has not answered yet. */
export class WorkerProcess {
  readonly startedAt = new Date().toISOString();
  /** The counters that the worker told last. */
  tally: WrittenTally | undefined;
  readonly #bornMs = performance.now();
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #isUp = false;
  #isGone = false;

  constructor(events: WorkerEvents) {
    this.#child = fork(WORKER_MAIN, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.on('message', (message) => this.#take(message as WorkerMessage, events));
    this.#child.on('error', () => this.kill());
    this.#child.stderr?.on('data', (text: Buffer) => events.onComplaint(this, text.toString('utf8')));
    this.#child.once('exit', (code, signal) => {
      this.#isGone = true;
      for (const pending of this.#pending.values()) settle(pending);
      this.#pending.clear();
      events.onExit(this, signal ?? `exit ${code}`);
    });
  }

  get ageMs(): number {
    return performance.now() - this.#bornMs;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when the order was followed; with undefined when the worker is gone, as its successor starts from the newest orders. */
  order(order: Order, options: { handle?: object; extraMs?: number } = {}): Promise<Done | undefined> {
    if (!this.#child.connected) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.kill(),
        (this.#isUp ? ANSWER_TIMEOUT_MS : START_TIMEOUT_MS) + (options.extraMs ?? 0),
      );
      this.#pending.set(id, { resolve, reject, timer });
      const message: OrderMessage = { id, order };
      this.#child.send(message, options.handle as SendHandle | undefined, () => {});
    });
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #take(message: WorkerMessage, events: WorkerEvents): void {
    // Its counters were added up when it left; what comes late must not be added to them again.
    if (this.#isGone) return;
    this.#isUp = true;
    if (message.kind === 'suspect') events.onSuspect(message.targetId);
    else if (message.kind === 'tally') this.tally = message.tally;
    else this.#answer(message);
  }

  #answer(message: Extract<WorkerMessage, { id: number }>): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'done' && message.tally) this.tally = message.tally;
    if (!pending) return;
    if (message.kind === 'done') settle(pending, message);
    else {
      clearTimeout(pending.timer);
      pending.reject(new Error(message.message));
    }
  }
}

function settle(pending: Pending, done?: Done): void {
  clearTimeout(pending.timer);
  pending.resolve(done);
}
