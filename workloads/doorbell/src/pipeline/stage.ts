import type { Clock, Context, Tracing } from '@seaworthy/kit';
import { withContext, withSpan } from '@seaworthy/kit';
import type { Taken } from './bounded-queue.ts';
import { BoundedQueue } from './bounded-queue.ts';

export interface StageOptions<In, Out> {
  readonly name: string;
  readonly workers: number;
  readonly capacity: number;
  /** A worker that is busy with one item for longer counts as unhealthy. */
  readonly stuckAfterMs: number;
  readonly clock: Clock;
  readonly tracing: Tracing;
  /** The context that an item came with: it is handled there, not where a worker was started. */
  readonly contextOf: (item: In) => Context;
  readonly run: (item: In) => Out | Promise<Out>;
  /** Hands the result on; may wait for room, which is how backpressure travels up. */
  readonly forward: (output: Out) => void | Promise<void>;
  readonly onFailure: (item: In, error: Error) => void;
  readonly observer: StageObserver;
}

export interface StageObserver {
  processed(stage: string, worker: string, seconds: number): void;
  failed(stage: string, worker: string, error: Error): void;
}

export interface WorkerHealth {
  readonly worker: string;
  readonly type: string;
  readonly healthy: boolean;
}

/** What the rest of the program sees of a stage, whatever it handles. */
export interface StageStatus {
  readonly name: string;
  readonly queueSize: number;
  readonly capacity: number;
  workers(): readonly WorkerHealth[];
}

interface StageWorker {
  readonly name: string;
  running: boolean;
  busySinceMs: number | undefined;
}

/** A bounded queue and the workers that empty it, one item each at a time. */
export class Stage<In, Out> implements StageStatus {
  readonly name: string;
  readonly queue: BoundedQueue<In>;
  readonly #options: StageOptions<In, Out>;
  readonly #workers: StageWorker[] = [];
  readonly #loops: Promise<void>[] = [];

  constructor(options: StageOptions<In, Out>) {
    this.name = options.name;
    this.queue = new BoundedQueue(options.capacity, () => options.clock.monotonicMs());
    this.#options = options;
  }

  get queueSize(): number {
    return this.queue.size;
  }

  get capacity(): number {
    return this.queue.capacity;
  }

  start(): void {
    for (let index = 0; index < this.#options.workers; index++) {
      const worker: StageWorker = { name: `${this.name}-${index}`, running: true, busySinceMs: undefined };
      this.#workers.push(worker);
      this.#loops.push(this.#work(worker));
    }
  }

  /** Takes no more items, finishes those it has; the stages after it must still be running. */
  async stop(): Promise<void> {
    this.queue.close();
    await Promise.all(this.#loops);
  }

  workers(): readonly WorkerHealth[] {
    return this.#workers.map((worker) => ({
      worker: worker.name,
      type: this.name,
      healthy: worker.running && !this.#isStuck(worker),
    }));
  }

  async #work(worker: StageWorker): Promise<void> {
    try {
      for (let taken = await this.queue.take(); taken; taken = await this.queue.take()) {
        await this.#handle(worker, taken);
      }
    } finally {
      worker.running = false;
    }
  }

  #handle(worker: StageWorker, taken: Taken<In>): Promise<void> {
    const context = { ...this.#options.contextOf(taken.item), stage: this.name };
    return withContext(context, () => this.#handleInContext(worker, taken));
  }

  async #handleInContext(worker: StageWorker, { item, waitedMs }: Taken<In>): Promise<void> {
    const { observer, forward, onFailure, tracing } = this.#options;
    const attributes = { 'stage.worker': worker.name, 'stage.wait_ms': waitedMs };
    const span = tracing.start(this.name, { attributes });
    try {
      const output = await withSpan(span, () => this.#run(worker, item));
      span.end(); // waiting for room downstream is the next stage's wait
      await forward(output);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      withSpan(span, () => observer.failed(this.name, worker.name, error));
      span.fail(error).end();
      onFailure(item, error);
    }
  }

  async #run(worker: StageWorker, item: In): Promise<Out> {
    const { clock, observer, run } = this.#options;
    const startedMs = clock.monotonicMs();
    worker.busySinceMs = startedMs;
    try {
      const output = await run(item);
      observer.processed(this.name, worker.name, (clock.monotonicMs() - startedMs) / 1000);
      return output;
    } finally {
      worker.busySinceMs = undefined;
    }
  }

  #isStuck(worker: StageWorker): boolean {
    const { clock, stuckAfterMs } = this.#options;
    return worker.busySinceMs !== undefined && clock.monotonicMs() - worker.busySinceMs > stuckAfterMs;
  }
}
