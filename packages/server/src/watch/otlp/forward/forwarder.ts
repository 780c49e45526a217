import type { Metrics } from '@seaworthy/kit/metrics';
import { Agent } from 'undici';
import type { ForwardConfig, OtlpForwardConfig } from '../../../config/forward-config.ts';
import { BatchSender } from '../../../platform/batch-sender.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Service } from '../../../platform/service.ts';
import type { LogRecord } from '../../logs/log-record.ts';
import { inWords } from '../../samples/timeout.ts';
import type { Attributes, Span } from '../../traces/span.ts';
import type { Encoding } from '../encoding.ts';
import { encode } from '../encoding.ts';
import { writeRecord } from '../nouns/log-records.ts';
import { writeSpan } from '../nouns/spans.ts';
import { WireLogRecord } from '../schema/logs.ts';
import type { ResourceMetrics } from '../schema/metrics.ts';
import { Metric } from '../schema/metrics.ts';
import { WireSpan } from '../schema/traces.ts';
import type { Signal } from '../signal.ts';
import type { Message } from '../wire/message.ts';
import type { OutgoingItem } from './batch.ts';
import { encodeBatch } from './batch.ts';
import type { ForwardState } from './forward-metrics.ts';
import { registerForwardMetrics } from './forward-metrics.ts';
import type { Group } from './group.ts';
import { Groups, newGroup } from './group.ts';
import { packBody, post } from './post.ts';

export interface ForwarderOptions {
  readonly config: ForwardConfig;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /** Told when sending begins to fail, when something is refused for good, and when it works again. */
  readonly report: (message: string) => void;
}

/** Hands telemetry on to collectors. None of the first three waits or fails. */
export interface Forwarder extends Service {
  spans(spans: readonly Span[]): void;
  records(records: readonly LogRecord[]): void;
  /** Received over OTLP; samples that were scraped go by remote write. */
  metrics(resources: readonly ResourceMetrics[]): void;
  states(): readonly ForwardState[];
}

interface Outlet {
  readonly signal: Signal;
  readonly encoding: Encoding;
  readonly endpoint: string;
  readonly sender: BatchSender<OutgoingItem, Buffer>;
}

const units: Readonly<Record<Signal, string>> = { traces: 'spans', logs: 'log records', metrics: 'metrics' };
/** What a buffer and its place in the queue cost beside its bytes. */
const ITEM_OVERHEAD_BYTES = 200;
const none: Attributes = {};

export function createForwarder(options: ForwarderOptions): Forwarder {
  const dispatcher = new Agent();
  const count = registerForwardMetrics(options.metrics, states);
  const outlets = options.config.otlp.flatMap((config) => config.signals.map((signal) => outletOf(config, signal)));
  const groups = new Groups();

  function outletOf(config: OtlpForwardConfig, signal: Signal): Outlet {
    const { clock, random = Math.random, report } = options;
    const endpoint = new URL(config.endpoint).host;
    const posting = { config, signal, clock, dispatcher };
    const sender = new BatchSender<OutgoingItem, Buffer>({
      ...config,
      ...{ clock, random, report, inWords },
      id: `forwarding of ${signal} to ${endpoint}`,
      unit: units[signal],
      bytesOf: ({ content, group }) => content.length + group.bytes + ITEM_OVERHEAD_BYTES,
      encode: (batch) => packBody(encodeBatch(signal, config.encoding, batch), config),
      send: (body, stop) => post(body, posting, stop),
      onOutcome: (outcome, items) => count(endpoint, signal, outcome, items),
    });
    return { signal, encoding: config.encoding, endpoint, sender };
  }

  function states(): readonly ForwardState[] {
    return outlets.map(({ endpoint, signal, sender }) => ({
      ...{ endpoint, signal, failure: sender.failure, limit: sender.options.queueItems },
      ...sender.counts(),
    }));
  }

  /** Encoded at once: bytes are small and of known size, and each encoding is made once however many want it. */
  function hand<T extends object>(signal: Signal, message: Message<T>, group: Group, item: () => T): void {
    const made: Partial<Record<Encoding, Buffer>> = {};
    for (const outlet of outlets) {
      if (outlet.signal !== signal) continue;
      made[outlet.encoding] ??= encode(outlet.encoding, message, item());
      outlet.sender.add({ group, content: made[outlet.encoding] ?? Buffer.alloc(0) });
    }
  }

  const isWanted = (signal: Signal) => outlets.some((outlet) => outlet.signal === signal);
  return {
    id: 'forwarding',
    spans(spans) {
      if (!isWanted('traces')) return;
      for (const span of spans) hand('traces', WireSpan, groups.of(span, span.scope), () => writeSpan(span));
    },
    records(records) {
      if (!isWanted('logs')) return;
      for (const record of records) {
        const { service, instance, resource = none, scope = '' } = record;
        const origin = { service, instance, resource: resource as Attributes };
        hand('logs', WireLogRecord, groups.of(origin, scope), () => writeRecord(record));
      }
    },
    metrics(resources) {
      if (!isWanted('metrics')) return;
      for (const { resource = {}, scopeMetrics = [] } of resources) {
        for (const { scope = {}, metrics = [], schemaUrl } of scopeMetrics) {
          const group = newGroup(resource, scope, schemaUrl);
          for (const metric of metrics) hand('metrics', Metric, group, () => metric);
        }
      }
    },
    states,
    async run() {
      await Promise.all(outlets.map(({ sender }) => sender.run()));
    },
    async stop() {
      await Promise.all(outlets.map(({ sender }) => sender.stop()));
      await dispatcher.destroy();
    },
  };
}
