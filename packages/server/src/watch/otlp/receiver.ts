import type { Metrics } from '@seaworthy/kit/metrics';
import type { Appender } from '@seaworthy/promql/storage';
import type { Clock } from '../../platform/clock.ts';
import type { LogRecord } from '../logs/log-record.ts';
import type { Span } from '../traces/span.ts';
import type { OtlpAnswer, Rejected } from './answer.ts';
import { comeBack, refusedByHttp, taken, unknownType, unreadable } from './answer.ts';
import type { Encoding } from './encoding.ts';
import { decode, encodingOf } from './encoding.ts';
import { readLogRecords } from './nouns/log-records.ts';
import { readSpans } from './nouns/spans.ts';
import { registerReceiverMetrics } from './receiver-metrics.ts';
import { DeltaTotals } from './samples/delta-totals.ts';
import { writeSamples } from './samples/write-samples.ts';
import { LogsRequest } from './schema/logs.ts';
import type { ResourceMetrics } from './schema/metrics.ts';
import { MetricsRequest } from './schema/metrics.ts';
import { TracesRequest } from './schema/traces.ts';
import type { Signal } from './signal.ts';
import { DecodeError } from './wire/decode-error.ts';

/** What a store says: how many it did not take and why; or that it is full at present, and has taken nothing. */
export type Accepted = Rejected | 'full';

export interface ReceiverOptions {
  /** Never waits. */
  readonly traces: (spans: readonly Span[]) => Accepted;
  /** Never waits. */
  readonly logs: (records: readonly LogRecord[]) => Accepted;
  /** A new batch of the sample store. */
  readonly appender: () => Appender;
  /** Told of metrics once their samples are stored; of those too that have none here, such as exponential histograms. */
  readonly metricsTaken?: (resources: readonly ResourceMetrics[]) => void;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly limits?: ReceiverLimits;
  readonly report: (message: string, error: unknown) => void;
}

export interface ReceiverLimits {
  /** Objects in one request: what it becomes in memory is some hundred bytes for each. */
  readonly messages: number;
  /** Told to senders that come while a store is full. */
  readonly retryAfterSeconds: number;
}

const defaultLimits: ReceiverLimits = { messages: 500_000, retryAfterSeconds: 5 };

export interface OtlpReceiver {
  /** Always answers; never throws, never waits for a queue. `body` is unpacked already. */
  handle(signal: Signal, body: Buffer, contentType: string): Promise<OtlpAnswer>;
  /** The same for what HTTP refuses by itself. */
  refuse(status: number, message: string, contentType: string): OtlpAnswer;
}

interface Outcome {
  readonly taken: number;
  readonly answer: Accepted;
}

/** OTLP over HTTP, without the HTTP. */
export function createOtlpReceiver(options: ReceiverOptions): OtlpReceiver {
  const { clock, limits = defaultLimits, report } = options;
  const counts = registerReceiverMetrics(options.metrics);
  const totals = new DeltaTotals();

  const take: Readonly<Record<Signal, (encoding: Encoding, body: Buffer) => Outcome | Promise<Outcome>>> = {
    traces(encoding, body) {
      const { items, ...unread } = readSpans(decode(encoding, TracesRequest, body, limits.messages));
      return sum(items.length, items.length === 0 ? nothing : options.traces(items), unread);
    },
    logs(encoding, body) {
      const request = decode(encoding, LogsRequest, body, limits.messages);
      const { items, ...unread } = readLogRecords(request, clock.now());
      return sum(items.length, items.length === 0 ? nothing : options.logs(items), unread);
    },
    async metrics(encoding, body) {
      const request = decode(encoding, MetricsRequest, body, limits.messages);
      const appender = options.appender();
      const { taken: count, ...rejected } = writeSamples(request, { appender, totals, nowMs: clock.now() });
      if (count > 0) await appender.commit();
      options.metricsTaken?.(request.resourceMetrics ?? []);
      return { taken: count, answer: rejected };
    },
  };

  return {
    refuse: refusedByHttp,
    async handle(signal, body, contentType) {
      const encoding = encodingOf(contentType);
      if (encoding === undefined) return unknownType(contentType);
      try {
        const outcome = await take[signal](encoding, body);
        if (outcome.answer === 'full') {
          counts.refused(signal, 'full');
          return comeBack(encoding, 429, `The store of ${signal} is full at present.`, limits.retryAfterSeconds);
        }
        counts.taken(signal, outcome.taken, outcome.answer.rejected);
        return taken(encoding, signal, outcome.answer);
      } catch (error) {
        if (error instanceof DecodeError) {
          counts.refused(signal, error.kind);
          return unreadable(encoding, error);
        }
        report(`OTLP ${signal} could not be stored`, error);
        counts.refused(signal, 'failed');
        return comeBack(encoding, 503, `The ${signal} could not be stored.`, limits.retryAfterSeconds);
      }
    },
  };
}

const nothing: Rejected = { rejected: 0, reason: '' };

function sum(read: number, answer: Accepted, unread: Rejected): Outcome {
  if (answer === 'full') return { taken: 0, answer };
  const rejected = answer.rejected + unread.rejected;
  return { taken: read - answer.rejected, answer: { rejected, reason: unread.reason || answer.reason } };
}
