import type { Clock } from '../../clock/clock.ts';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { AnchorOptions, CheckpointSink, SinkStatus } from './sink.ts';

interface SinkQueueOptions extends AnchorOptions {
  readonly clock: Clock;
  readonly onFailure: (message: string, error: unknown) => void;
}

/** Sends checkpoints to one sink, in order, again and again until it takes them. Never holds up the log. */
export class SinkQueue {
  readonly #sink: CheckpointSink;
  readonly #options: SinkQueueOptions;
  readonly #stopped = new AbortController();
  #waiting: SignedCheckpoint[] = [];
  #running: Promise<void> | undefined;
  #delivered = 0;
  #dropped = 0;
  #deliveredSize: number | undefined;
  #lastError: string | undefined;

  constructor(sink: CheckpointSink, options: SinkQueueOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  add(checkpoint: SignedCheckpoint): void {
    if (this.#stopped.signal.aborted) return;
    this.#waiting.push(checkpoint);
    if (this.#waiting.length > (this.#options.queueLimit ?? 100)) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#running ??= this.#run();
  }

  status(): SinkStatus {
    return {
      ...{ name: this.#sink.name, waiting: this.#waiting.length, delivered: this.#delivered, dropped: this.#dropped },
      ...{ deliveredSize: this.#deliveredSize, lastError: this.#lastError },
    };
  }

  /** Waits a little for what is not sent, then gives it up. */
  async close(): Promise<void> {
    const deadline = new AbortController();
    const { clock, closeMs = 5000 } = this.#options;
    const late = clock.sleep(closeMs, deadline.signal).catch(() => undefined);
    await Promise.race([this.#running, late]);
    deadline.abort();
    this.#stopped.abort();
    await this.#running;
    this.#sink.close?.();
  }

  async #run(): Promise<void> {
    const { clock, retryMs = 1000, maxRetryMs = 300_000 } = this.#options;
    const { signal } = this.#stopped;
    let waitMs = retryMs;
    for (let first = this.#waiting[0]; first !== undefined && !signal.aborted; first = this.#waiting[0]) {
      try {
        await this.#send(first);
        waitMs = retryMs;
        if (this.#waiting[0] === first) this.#waiting.shift();
      } catch (error) {
        this.#tell(error);
        await clock.sleep(waitMs, signal).catch(() => undefined);
        waitMs = Math.min(waitMs * 2, maxRetryMs);
      }
    }
    this.#running = undefined;
  }

  async #send(checkpoint: SignedCheckpoint): Promise<void> {
    const attempt = new AbortController();
    const { clock, timeoutMs = 10_000 } = this.#options;
    const stop = () => attempt.abort(new Error('the log is being closed'));
    this.#stopped.signal.addEventListener('abort', stop, { once: true });
    const timer = new AbortController();
    clock.sleep(timeoutMs, timer.signal).then(
      () => attempt.abort(new Error(`no answer within ${timeoutMs} ms`)),
      () => undefined,
    );
    try {
      await this.#sink.send(checkpoint, attempt.signal);
    } finally {
      timer.abort();
      this.#stopped.signal.removeEventListener('abort', stop);
    }
    this.#delivered += 1;
    this.#deliveredSize = checkpoint.size;
    this.#lastError = undefined;
  }

  /** Once for each run of failures. */
  #tell(error: unknown): void {
    const isFirst = this.#lastError === undefined;
    this.#lastError = error instanceof Error ? error.message : String(error);
    if (isFirst) this.#options.onFailure(`checkpoints do not reach ${this.#sink.name}: ${this.#lastError}`, error);
  }
}
