import { Labels } from '@seaworthy/promql';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { RemoteWriteConfig } from '../../config/metrics-config.ts';
import type { Backoff } from '../../platform/backoff.ts';
import { backoffDelayMs } from '../../platform/backoff.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Service } from '../../platform/service.ts';
import type { Relabel } from '../relabel/relabel.ts';
import { compileRelabel } from '../relabel/relabel.ts';
import { inWords, withTimeout } from '../samples/timeout.ts';
import { SampleQueue } from './queue.ts';
import { compress } from './snappy.ts';
import type { OutgoingSample } from './write-request.ts';
import { encodeWriteRequest } from './write-request.ts';

export interface RemoteWriteOptions {
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /** Told when sending begins to fail, when samples are lost for good, and when it works again. */
  readonly report: (message: string) => void;
}

/** What became of the samples, since the start. */
export interface RemoteWriteCounts {
  readonly sent: number;
  /** Refused by the receiver for good. */
  readonly refused: number;
  /** Lost because the queue was full. */
  readonly dropped: number;
  readonly waiting: number;
  readonly retries: number;
}

const backoff: Backoff = { initialMs: 500, maxMs: 60_000, factor: 2, jitter: 0.3 };

/**
 * Hands samples on to a receiver by Prometheus' remote write 1.0. Adding never waits and never fails; one batch at a time
 * goes out, so that samples of a series stay in order, and is tried again until it is taken or refused for good.
 */
export class RemoteWrite implements Service {
  readonly id: string;
  readonly #queue: SampleQueue;
  readonly #relabel: Relabel | undefined;
  readonly #relabelled = new WeakMap<Labels, Labels | null>();
  readonly #stopping = new AbortController();
  #counts = { sent: 0, refused: 0, retries: 0 };
  /** The batch under way when it was stopped. */
  #unsent: readonly OutgoingSample[] = [];
  #isFailing = false;
  #wake = () => {};
  #running: Promise<void> | undefined;

  constructor(
    readonly config: RemoteWriteConfig,
    readonly options: RemoteWriteOptions,
  ) {
    this.id = `remote write to ${new URL(config.url).host}`;
    this.#queue = new SampleQueue(config.queueSamples);
    this.#relabel = config.relabel.length === 0 ? undefined : compileRelabel(config.relabel);
  }

  add(sample: OutgoingSample): void {
    const labels = this.#relabel === undefined ? sample.labels : this.#outgoing(sample.labels, this.#relabel);
    if (labels === null) return;
    this.#queue.add(labels === sample.labels ? sample : { ...sample, labels });
    if (this.#queue.size >= this.config.batchSamples) this.#wake();
  }

  counts(): RemoteWriteCounts {
    return { ...this.#counts, dropped: this.#queue.dropped, waiting: this.#queue.size };
  }

  async run(): Promise<void> {
    this.#running ??= this.#rounds();
    await this.#running;
  }

  /** What still waits is tried once, and lost when it is not taken. */
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
  }

  /** Once each, as long as they are taken: a receiver that is away must not hold up the stop. */
  async #sendRest(): Promise<void> {
    const { signal } = new AbortController();
    for (let batch = this.#unsent; ; batch = this.#queue.take(this.config.batchSamples)) {
      if (batch.length === 0 && this.#queue.size === 0) return;
      if (batch.length === 0) continue;
      if ((await this.#attempt(encode(batch), signal).catch(() => undefined)) !== 'taken') return;
      this.#taken(batch.length);
    }
  }

  /** A batch goes when it is full, or when its first sample has waited long enough. */
  async #untilFilledOrLate(): Promise<void> {
    if (this.#queue.size >= this.config.batchSamples) return;
    const filled = new AbortController();
    this.#wake = () => filled.abort();
    const onStop = () => filled.abort();
    this.#stopping.signal.addEventListener('abort', onStop, { once: true });
    await this.options.clock.sleep(this.config.batchWaitMs, filled.signal).catch(() => {});
    this.#stopping.signal.removeEventListener('abort', onStop);
    this.#wake = () => {};
  }

  async #sendBatches(): Promise<void> {
    while (this.#queue.size > 0 && !this.#stopping.signal.aborted) {
      const batch = this.#queue.take(this.config.batchSamples);
      await this.#deliver(batch);
      if (this.#queue.size < this.config.batchSamples) return;
    }
  }

  async #deliver(batch: readonly OutgoingSample[]): Promise<void> {
    const body = encode(batch);
    for (let attempt = 1; !this.#stopping.signal.aborted; attempt++) {
      const answer = await this.#attempt(body, this.#stopping.signal).catch((error: unknown) => ({
        retry: inWords(error),
      }));
      if (answer === 'taken') return this.#taken(batch.length);
      if ('refused' in answer) return this.#refused(batch.length, answer.refused);
      await this.#waitBeforeRetry(attempt, answer);
    }
    this.#unsent = batch;
  }

  async #attempt(body: Buffer, stop: AbortSignal): Promise<Answer> {
    const { url, timeoutMs, headers, bearerToken } = this.config;
    const { clock, dispatcher } = this.options;
    return withTimeout(clock, timeoutMs, stop, async (signal) => {
      const answer = await request(url, {
        dispatcher,
        signal,
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'x-prometheus-remote-write-version': '0.1.0',
          'user-agent': 'seaworthy',
          ...(bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` }),
          ...headers,
        },
      });
      const text = await answer.body.text();
      return judge(answer.statusCode, text, String(answer.headers['retry-after'] ?? ''));
    });
  }

  #taken(count: number): void {
    this.#counts.sent += count;
    if (this.#isFailing) this.options.report(`${this.id} works again`);
    this.#isFailing = false;
  }

  #refused(count: number, reason: string): void {
    this.#counts.refused += count;
    this.options.report(`${this.id}: ${count} samples were refused: ${reason}`);
  }

  async #waitBeforeRetry(attempt: number, { retry, afterMs }: Retry): Promise<void> {
    this.#counts.retries++;
    if (!this.#isFailing) this.options.report(`${this.id} fails, and is tried again: ${retry}`);
    this.#isFailing = true;
    const { clock, random = Math.random } = this.options;
    const delayMs = Math.max(afterMs ?? 0, backoffDelayMs(attempt, backoff, random));
    await clock.sleep(delayMs, this.#stopping.signal).catch(() => {});
  }

  /** Labels live as long as their series: what relabelling makes of them is made once. */
  #outgoing(labels: Labels, relabel: Relabel): Labels | null {
    const known = this.#relabelled.get(labels);
    if (known !== undefined) return known;
    const map = new Map(labels);
    const made = relabel(map) ? Labels.from(map) : null;
    this.#relabelled.set(labels, made);
    return made;
  }
}

interface Retry {
  readonly retry: string;
  readonly afterMs?: number;
}
type Answer = 'taken' | Retry | { readonly refused: string };

/** 5xx and 429 may pass; any other refusal would come again. */
function judge(status: number, text: string, retryAfter: string): Answer {
  if (status >= 200 && status <= 299) return 'taken';
  const reason = `HTTP status ${status} ${text.trim().slice(0, 200)}`.trim();
  if (status < 500 && status !== 429) return { refused: reason };
  return /^\d+$/.test(retryAfter) ? { retry: reason, afterMs: Number(retryAfter) * 1_000 } : { retry: reason };
}

function encode(batch: readonly OutgoingSample[]): Buffer {
  return compress(encodeWriteRequest(batch));
}
