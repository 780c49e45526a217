import type { Metrics } from '@seaworthy/kit/metrics';
import type { Signal } from './signal.ts';

export interface ReceiverMetrics {
  /** Items: spans, log records, data points. */
  taken(signal: Signal, taken: number, rejected: number): void;
  /** A whole request. */
  refused(signal: Signal, reason: 'malformed' | 'too_large' | 'full' | 'failed'): void;
}

export function registerReceiverMetrics(metrics: Metrics): ReceiverMetrics {
  const received = metrics.counter({
    name: 'seaworthy_otlp_received_total',
    help: 'Spans, log records and data points taken in over OTLP.',
    labelNames: ['signal'],
  });
  const rejected = metrics.counter({
    name: 'seaworthy_otlp_rejected_total',
    help: 'Spans, log records and data points of a readable request that were not taken.',
    labelNames: ['signal'],
  });
  const refused = metrics.counter({
    name: 'seaworthy_otlp_refused_requests_total',
    help: 'OTLP requests of which nothing was taken, by why: malformed, too_large, full or failed.',
    labelNames: ['signal', 'reason'],
  });
  return {
    taken(signal, taken, notTaken) {
      received.inc({ signal }, taken);
      if (notTaken > 0) rejected.inc({ signal }, notTaken);
    },
    refused: (signal, reason) => refused.inc({ signal, reason }),
  };
}
