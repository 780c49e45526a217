import { Worker } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest, WorkTime } from './thread-job.ts';

export type ThreadState = 'loading' | 'idle' | 'busy' | 'dead';

/** How to start a face thread: its bundled script and the folder with models and wasm files. */
export interface ThreadSource {
  readonly script: URL | string;
  readonly modelDirectory: string;
}

/** What a job came to, and when its thread worked on it. */
export interface JobResult {
  readonly output: unknown;
  readonly time: WorkTime;
}

interface Running {
  readonly id: number;
  readonly done: (result: JobResult) => void;
  readonly failed: (error: Error) => void;
}

/** A job failed in, or together with, its thread. `retryable`: the thread died, the job may be innocent. */
export class FaceJobError extends Error {
  override readonly name = 'FaceJobError';
  readonly code: 'thread_died' | 'timeout' | 'unreadable' | 'failed';
  constructor(code: FaceJobError['code'], message: string) {
    super(message);
    this.code = code;
  }
  get retryable(): boolean {
    return this.code === 'thread_died';
  }
}

/** One thread and at most one job in it. Calls `onIdle` when it can take a job, `onDead` once when it is gone. */
export class FaceThread {
  state: ThreadState = 'loading';
  loadMs: number | undefined;
  readonly #worker: Worker;
  readonly #onIdle: () => void;
  readonly #onDead: (reason: Error) => void;
  #running: Running | undefined;
  #deathReason: Error | undefined;

  constructor(source: ThreadSource, onIdle: () => void, onDead: (reason: Error) => void) {
    this.#onIdle = onIdle;
    this.#onDead = onDead;
    this.#worker = new Worker(source.script, {
      workerData: { modelDirectory: source.modelDirectory },
      env: {},
      stdin: false,
    });
    this.#worker.on('message', (reply: ThreadReply) => this.#hear(reply));
    this.#worker.on('error', (error) => {
      this.#deathReason = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.on('exit', (code) => this.#bury(code));
  }

  /** Runs one job; the thread is ended when the time is over, since inference cannot be interrupted otherwise. */
  run(request: ThreadRequest, timeoutMs: number): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(timeoutMs), timeoutMs);
      const settled = <T>(next: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          next(value);
        };
      };
      this.#running = { id: request.id, done: settled(resolve), failed: settled(reject) };
      this.state = 'busy';
      this.#worker.postMessage(request);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(reply: ThreadReply): void {
    if (reply.type === 'ready') {
      this.loadMs = reply.loadMs;
      this.#rest();
      return;
    }
    const running = this.#running;
    if (running?.id !== reply.id) return;
    this.#running = undefined;
    if (reply.type === 'done') running.done(reply);
    else running.failed(new FaceJobError(reply.unreadable ? 'unreadable' : 'failed', reply.message));
    this.#rest();
  }

  #rest(): void {
    this.state = 'idle';
    this.#onIdle();
  }

  #giveUp(timeoutMs: number): void {
    this.#running?.failed(new FaceJobError('timeout', `the face job took longer than ${timeoutMs} ms`));
    this.#running = undefined;
    void this.#worker.terminate();
  }

  #bury(code: number): void {
    this.state = 'dead';
    const reason = this.#deathReason ?? new Error(`the face thread ended with code ${code}`);
    this.#running?.failed(new FaceJobError('thread_died', reason.message));
    this.#running = undefined;
    this.#onDead(reason);
  }
}
