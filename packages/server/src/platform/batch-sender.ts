import type { Backoff } from './backoff.ts';
import { backoffDelayMs } from './backoff.ts';
import { BoundedQueue } from './bounded-queue.ts';
import type { Clock } from './clock.ts';
import type { Service } from './service.ts';

export interface BatchSenderOptions<T, Body> {
  readonly id: string;
  /** For reports: `samples`. */
  readonly unit: string;
  readonly clock: Clock;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /** Of the items that wait. */
  readonly queueItems: number;
  readonly queueBytes?: number;
  readonly bytesOf?: (item: T) => number;
  readonly batchItems: number;
  /** So long an item waits for others. */
  readonly batchWaitMs: number;
  /** Once a batch, however often it is sent. */
  readonly encode: (batch: readonly T[]) => Body | Promise<Body>;
  /** One attempt; what it throws is told and tried again. */
  readonly send: (body: Body, signal: AbortSignal) => Promise<SendAnswer>;
  readonly inWords?: (error: unknown) => string;
  /** Told when sending begins to fail, when items are lost for good, and when it works again. */
  readonly report: (message: string) => void;
  readonly onOutcome?: (outcome: SendOutcome, count: number) => void;
}

/** `rejected`: so many of a batch that was taken otherwise; they are not to be sent again. */
export type SendAnswer =
  | { readonly kind: 'taken'; readonly rejected?: number; readonly reason?: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** `refused` by the receiver for good, `dropped` because the queue was full, or it was stopped. */
export type SendOutcome = 'sent' | 'refused' | 'dropped';

/** What became of the items, since the start. */
export interface SendCounts extends Readonly<Record<SendOutcome, number>> {
  readonly waiting: number;
  readonly retries: number;
}

const backoff: Backoff = { initialMs: 500, maxMs: 60_000, factor: 2, jitter: 0.3 };
/** After the stop; a receiver that is slow or away must not hold it up. */
const DRAIN_MS = 3_000;

/**
 * Hands items on in batches. Adding never waits and never fails; one batch at a time goes out, so that they stay in
 * order, and is tried again until it is taken or refused for good.
 */
export class BatchSender<T, Body> implements Service {
  readonly id: string;
  readonly #queue: BoundedQueue<T>;
  readonly #stopping = new AbortController();
  readonly #counts = { sent: 0, refused: 0, dropped: 0, retries: 0 };
  /** The batch under way when it was stopped. */
  #unsent: readonly T[] = [];
  #failure: string | undefined;
  #refusal: string | undefined;
  #wake = () => {};
  #running: Promise<void> | undefined;

  constructor(readonly options: BatchSenderOptions<T, Body>) {
    const { id, queueItems, queueBytes = Infinity, bytesOf = () => 0 } = options;
    this.id = id;
    this.#queue = new BoundedQueue({ items: queueItems, bytes: queueBytes, bytesOf });
  }

  add(item: T): void {
    const gone = this.#queue.add(item);
    if (gone > 0) this.#count('dropped', gone);
    if (this.#queue.size >= this.options.batchItems) this.#wake();
  }

  counts(): SendCounts {
    return { ...this.#counts, waiting: this.#queue.size };
  }

  /** Why nothing gets through at present; undefined when it does. */
  get failure(): string | undefined {
    return this.#failure;
  }

  async run(): Promise<void> {
    this.#running ??= this.#rounds();
    await this.#running;
  }

  /** What still waits is tried once, for a moment, and lost when it is not taken. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #rounds(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#untilFilledOrLate();
      await this.#sendBatches();
    }
    await this.#sendRest();
    const lost = this.#unsent.length + this.#queue.size;
    if (lost > 0) this.#count('dropped', lost);
  }

  /** Once each, as long as they are taken. */
  async #sendRest(): Promise<void> {
    const over = new AbortController();
    const done = new AbortController();
    void this.options.clock.sleep(DRAIN_MS, done.signal).then(
      () => over.abort(),
      () => {},
    );
    while (!over.signal.aborted && this.#takeRest().length > 0 && (await this.#isTaken(this.#unsent, over.signal))) {
      this.#unsent = [];
    }
    done.abort();
  }

  #takeRest(): readonly T[] {
    if (this.#unsent.length === 0) this.#unsent = this.#queue.take(this.options.batchItems);
    return this.#unsent;
  }

  async #isTaken(batch: readonly T[], signal: AbortSignal): Promise<boolean> {
    const { encode, send } = this.options;
    const answer = await send(await encode(batch), signal).catch(() => undefined);
    if (answer?.kind === 'taken') this.#taken(batch.length, answer);
    return answer?.kind === 'taken';
  }

  /** A batch goes when it is full, or when its first item has waited long enough. */
  async #untilFilledOrLate(): Promise<void> {
    if (this.#queue.size >= this.options.batchItems) return;
    const filled = new AbortController();
    this.#wake = () => filled.abort();
    const onStop = () => filled.abort();
    this.#stopping.signal.addEventListener('abort', onStop, { once: true });
    await this.options.clock.sleep(this.options.batchWaitMs, filled.signal).catch(() => {});
    this.#stopping.signal.removeEventListener('abort', onStop);
    this.#wake = () => {};
  }

  async #sendBatches(): Promise<void> {
    const { batchItems } = this.options;
    while (this.#queue.size > 0 && !this.#stopping.signal.aborted) {
      await this.#deliver(this.#queue.take(batchItems));
      if (this.#queue.size < batchItems) return;
    }
  }

  async #deliver(batch: readonly T[]): Promise<void> {
    const { encode, inWords = String } = this.options;
    const { signal } = this.#stopping;
    const body = await encode(batch);
    for (let attempt = 1; !signal.aborted; attempt++) {
      const answer = await this.options
        .send(body, signal)
        .catch((error: unknown): SendAnswer => ({ kind: 'retry', reason: inWords(error) }));
      if (answer.kind === 'taken') return this.#taken(batch.length, answer);
      if (answer.kind === 'refused') return this.#refused(batch.length, answer.reason);
      if (!signal.aborted) await this.#waitBeforeRetry(attempt, answer);
    }
    this.#unsent = batch;
  }

  #taken(count: number, { rejected = 0, reason = '' }: SendAnswer & { kind: 'taken' }): void {
    this.#count('sent', Math.max(0, count - rejected));
    if (this.#failure !== undefined) this.options.report(`${this.id} works again`);
    this.#failure = undefined;
    if (rejected > 0) this.#refused(Math.min(count, rejected), reason);
    else this.#refusal = undefined;
  }

  /** The same reason again and again is told once. */
  #refused(count: number, reason: string): void {
    this.#count('refused', count);
    if (this.#refusal !== reason)
      this.options.report(`${this.id}: ${count} ${this.options.unit} were refused: ${reason}`);
    this.#refusal = reason;
  }

  async #waitBeforeRetry(attempt: number, { reason, afterMs = 0 }: SendAnswer & { kind: 'retry' }): Promise<void> {
    this.#counts.retries++;
    if (this.#failure === undefined) this.options.report(`${this.id} fails, and is tried again: ${reason}`);
    this.#failure = reason;
    const { clock, random = Math.random } = this.options;
    const delayMs = Math.max(afterMs, backoffDelayMs(attempt, backoff, random));
    await clock.sleep(delayMs, this.#stopping.signal).catch(() => {});
  }

  #count(outcome: SendOutcome, count: number): void {
    this.#counts[outcome] += count;
    this.options.onOutcome?.(outcome, count);
  }
}
