import type { Clock, Span, Tracing } from '@seaworthy/kit';
import { currentSpan } from '@seaworthy/kit';
import { deferred } from '../pipeline/deferred.ts';
import type { ThreadSource, ThreadState } from './face-thread-handle.ts';
import { FaceJobError, FaceThread } from './face-thread-handle.ts';
import type { FaceJobKind, FaceJobs, ThreadRequest, WorkTime } from './thread-job.ts';
import { steadyMs } from './thread-job.ts';

export interface FacePoolOptions extends ThreadSource {
  readonly threads: number;
  readonly jobTimeoutMs: number;
  /** Wait before a dead thread is replaced; grows with each death that follows without a job done. */
  readonly restartDelayMs: number;
  readonly onThreadDied: (worker: string, reason: Error) => void;
  readonly tracing: Tracing;
  readonly clock: Clock;
}

export interface ThreadHealth {
  readonly worker: string;
  readonly state: ThreadState;
}

/** The face threads as one port: jobs wait in order, a dead thread is replaced, the job it had is tried once more. */
export interface FacePool {
  run<K extends FaceJobKind>(kind: K, input: FaceJobs[K]['input']): Promise<FaceJobs[K]['output']>;
  threads(): readonly ThreadHealth[];
  readonly waiting: number;
  /** Kills the first thread and keeps its seat empty; the same again fills it. For demonstrations of what is noticed then. */
  toggleFirst(): void;
  /** Resolves when every thread has its models loaded; rejects when none can be loaded at all. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly request: ThreadRequest;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  /** Whose work it is: a thread takes it up when it is idle, in nobody's context. */
  readonly parent: Span | undefined;
  readonly sinceMs: number;
  attempts: number;
}

const MAX_ATTEMPTS = 2;
const MAX_RESTART_DELAY_MS = 30_000;

export function createFacePool(options: FacePoolOptions): FacePool {
  return new ThreadPool(options);
}

class ThreadPool implements FacePool {
  readonly #options: FacePoolOptions;
  readonly #seats: (FaceThread | undefined)[] = [];
  readonly #queue: Waiting[] = [];
  readonly #firstReady = deferred<void>();
  readonly #restarts = new Set<NodeJS.Timeout>();
  #nextId = 1;
  #deathsInRow = 0;
  #everReady = false;
  #stopped = false;
  #isFirstHeld = false;

  constructor(options: FacePoolOptions) {
    this.#options = options;
    this.#firstReady.promise.catch(() => undefined);
    for (let seat = 0; seat < options.threads; seat++) this.#seat(seat);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  ready(): Promise<void> {
    return this.#firstReady.promise;
  }

  threads(): readonly ThreadHealth[] {
    return this.#seats.map((thread, seat) => ({ worker: workerName(seat), state: thread?.state ?? 'dead' }));
  }

  run<K extends FaceJobKind>(kind: K, input: FaceJobs[K]['input']): Promise<FaceJobs[K]['output']> {
    if (this.#stopped) return Promise.reject(new FaceJobError('failed', 'the face threads are stopped'));
    const request = { id: this.#nextId++, kind, input } as ThreadRequest;
    return new Promise<unknown>((resolve, reject) => {
      const sinceMs = this.#options.clock.monotonicMs();
      this.#queue.push({ request, resolve, reject, parent: currentSpan(), sinceMs, attempts: 0 });
      this.#hand();
    }) as Promise<FaceJobs[K]['output']>;
  }

  toggleFirst(): void {
    this.#isFirstHeld = !this.#isFirstHeld;
    if (this.#isFirstHeld) void this.#seats[0]?.stop();
    else if (this.#seats[0] === undefined) this.#seat(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#restarts) clearTimeout(timer);
    for (const waiting of this.#queue.splice(0)) waiting.reject(new FaceJobError('failed', 'the service is stopping'));
    await Promise.all(this.#seats.map((thread) => thread?.stop()));
  }

  #seat(seat: number): void {
    const thread = new FaceThread(
      this.#options,
      () => this.#onIdle(),
      (reason) => this.#replace(seat, reason),
    );
    this.#seats[seat] = thread;
  }

  #onIdle(): void {
    this.#everReady = true;
    if (this.#seats.every((thread) => thread && thread.state !== 'loading')) this.#firstReady.resolve();
    this.#hand();
  }

  #hand(): void {
    for (const [seat, thread] of this.#seats.entries()) {
      if (thread?.state !== 'idle') continue;
      const next = this.#queue.shift();
      if (!next) return;
      void this.#runOn(thread, workerName(seat), next);
    }
  }

  async #runOn(thread: FaceThread, worker: string, waiting: Waiting): Promise<void> {
    waiting.attempts++;
    const startedMs = steadyMs();
    try {
      const { output, time } = await thread.run(waiting.request, this.#options.jobTimeoutMs);
      this.#deathsInRow = 0;
      this.#trace(waiting, worker, time);
      waiting.resolve(output);
    } catch (error) {
      this.#trace(waiting, worker, { startedMs, endedMs: steadyMs() }, error);
      const mayRetry = error instanceof FaceJobError && error.retryable && waiting.attempts < MAX_ATTEMPTS;
      if (mayRetry && !this.#stopped) this.#queue.unshift(waiting);
      else waiting.reject(error instanceof Error ? error : new Error(String(error)));
      this.#hand();
    }
  }

  /** The thread says when it worked; the span is made here, where its press is known. */
  #trace({ request, parent, sinceMs, attempts }: Waiting, worker: string, time: WorkTime, error?: unknown): void {
    const { tracing, clock } = this.#options;
    if (parent === undefined) return;
    const hereMs = (threadMs: number): number => clock.monotonicMs() - (steadyMs() - threadMs);
    const startTime = hereMs(time.startedMs);
    const attributes = { 'thread.name': worker, 'thread.wait_ms': startTime - sinceMs, 'thread.attempt': attempts };
    const span = tracing.start(`face ${request.kind}`, { parent, startTime, attributes });
    if (error !== undefined) span.fail(error);
    span.end(hereMs(time.endedMs));
  }

  #replace(seat: number, reason: Error): void {
    if (this.#stopped) return;
    this.#seats[seat] = undefined;
    this.#deathsInRow++;
    this.#options.onThreadDied(workerName(seat), reason);
    if (!this.#everReady) this.#firstReady.reject(reason);
    if (seat === 0 && this.#isFirstHeld) return;
    const delayMs = Math.min(MAX_RESTART_DELAY_MS, this.#options.restartDelayMs * 2 ** (this.#deathsInRow - 1));
    const timer = setTimeout(() => {
      this.#restarts.delete(timer);
      this.#seat(seat);
    }, delayMs);
    this.#restarts.add(timer);
  }
}

function workerName(seat: number): string {
  return `face-thread-${seat}`;
}
