import { Labels } from '@seaworthy/promql';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { RemoteWriteConfig } from '../../config/metrics-config.ts';
import type { SendAnswer, SendCounts } from '../../platform/batch-sender.ts';
import { BatchSender } from '../../platform/batch-sender.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Service } from '../../platform/service.ts';
import type { Relabel } from '../relabel/relabel.ts';
import { compileRelabel } from '../relabel/relabel.ts';
import { inWords, withTimeout } from '../samples/timeout.ts';
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

/** Hands samples on to a receiver by Prometheus' remote write 1.0. Adding never waits and never fails. */
export class RemoteWrite implements Service {
  readonly id: string;
  readonly #sender: BatchSender<OutgoingSample, Buffer>;
  readonly #relabel: Relabel | undefined;
  readonly #relabelled = new WeakMap<Labels, Labels | null>();

  constructor(
    readonly config: RemoteWriteConfig,
    readonly options: RemoteWriteOptions,
  ) {
    const { url, queueSamples, batchSamples, batchWaitMs, relabel } = config;
    this.id = `remote write to ${new URL(url).host}`;
    this.#relabel = relabel.length === 0 ? undefined : compileRelabel(relabel);
    this.#sender = new BatchSender({
      ...options,
      id: this.id,
      unit: 'samples',
      queueItems: queueSamples,
      batchItems: batchSamples,
      batchWaitMs,
      encode: (batch) => compress(encodeWriteRequest(batch)),
      send: (body, signal) => this.#send(body, signal),
      inWords,
    });
  }

  add(sample: OutgoingSample): void {
    const labels = this.#relabel === undefined ? sample.labels : this.#outgoing(sample.labels, this.#relabel);
    if (labels === null) return;
    this.#sender.add(labels === sample.labels ? sample : { ...sample, labels });
  }

  counts(): SendCounts {
    return this.#sender.counts();
  }

  /** Why nothing gets through at present; undefined when it does. */
  get failure(): string | undefined {
    return this.#sender.failure;
  }

  run(): Promise<void> {
    return this.#sender.run();
  }

  stop(): Promise<void> {
    return this.#sender.stop();
  }

  async #send(body: Buffer, stop: AbortSignal): Promise<SendAnswer> {
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

/** 5xx and 429 may pass; any other refusal would come again. */
function judge(status: number, text: string, retryAfter: string): SendAnswer {
  if (status >= 200 && status <= 299) return { kind: 'taken' };
  const reason = `HTTP status ${status} ${text.trim().slice(0, 200)}`.trim();
  if (status < 500 && status !== 429) return { kind: 'refused', reason };
  const afterMs = /^\d+$/.test(retryAfter) ? { afterMs: Number(retryAfter) * 1_000 } : {};
  return { kind: 'retry', reason, ...afterMs };
}
