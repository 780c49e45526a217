import type { Logger, Metrics } from '@seaworthy/kit';
import type { ServiceConfig } from '../config/service-config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Watch } from './flow.ts';
import type { Logs } from './logs/logs.ts';
import type { Forwarder } from './otlp/forward/forwarder.ts';
import { createForwarder } from './otlp/forward/forwarder.ts';
import type { Accepted, OtlpReceiver } from './otlp/receiver.ts';
import { createOtlpReceiver } from './otlp/receiver.ts';
import type { TraceStore } from './traces/trace-store.ts';

export interface TelemetryOptions {
  readonly config: ServiceConfig;
  readonly watch: Pick<Watch, 'sampling'>;
  readonly logs: Pick<Logs, 'offer' | 'onRecords'>;
  readonly traces: Pick<TraceStore, 'add'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface Telemetry {
  readonly otlp: OtlpReceiver;
  readonly forwarder: Forwarder;
  stop(): Promise<void>;
}

/** What is sent in over OTLP goes to the stores, and what the stores take goes on to the collectors. */
export function startTelemetry({ config, watch, logs, traces, clock, metrics, logger }: TelemetryOptions): Telemetry {
  const forwarder = createForwarder({
    ...{ config: config.forward, clock, metrics },
    report: (message) => logger.warn(message),
  });
  const stopRecords = logs.onRecords(forwarder.records);
  void forwarder.run().catch((error: unknown) => logger.error('Forwarding has ended', { error }));
  const otlp = createOtlpReceiver({
    ...{ clock, metrics },
    traces(spans): Accepted {
      const { isFull, invalid } = traces.add(spans);
      if (isFull) return 'full';
      forwarder.spans(spans);
      return { rejected: invalid, reason: invalid === 0 ? '' : 'spans without a valid id' };
    },
    logs: (records) => (logs.offer(records) ? { rejected: 0, reason: '' } : 'full'),
    appender: watch.sampling.appender,
    metricsTaken: forwarder.metrics,
    report: (message, error) => logger.error(message, { error }),
  });
  return {
    ...{ otlp, forwarder },
    async stop() {
      stopRecords();
      await forwarder.stop();
    },
  };
}
