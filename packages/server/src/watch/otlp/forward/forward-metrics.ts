import type { Metrics } from '@seaworthy/kit/metrics';
import type { SendCounts, SendOutcome } from '../../../platform/batch-sender.ts';
import type { Signal } from '../signal.ts';

/** What is handed on to one collector, of one signal. */
export interface ForwardState extends SendCounts {
  readonly endpoint: string;
  readonly signal: Signal;
  /** Of those that may wait. */
  readonly limit: number;
  /** Why nothing gets through at present. */
  readonly failure: string | undefined;
}

export type CountForwarded = (endpoint: string, signal: Signal, outcome: SendOutcome, count: number) => void;

export function registerForwardMetrics(metrics: Metrics, states: () => readonly ForwardState[]): CountForwarded {
  const sent = metrics.counter({
    name: 'seaworthy_forward_sent_total',
    help: 'Spans, log records and metrics that a collector has taken.',
    labelNames: ['endpoint', 'signal'],
  });
  const dropped = metrics.counter({
    name: 'seaworthy_forward_dropped_total',
    help: 'Spans, log records and metrics that no collector got, by why: dropped (the queue was full) or refused.',
    labelNames: ['endpoint', 'signal', 'reason'],
  });
  metrics.gauge({
    name: 'seaworthy_forward_queue_length',
    help: 'Spans, log records and metrics that wait for a collector.',
    labelNames: ['endpoint', 'signal'],
    collect(gauge) {
      for (const { endpoint, signal, waiting } of states()) gauge.set({ endpoint, signal }, waiting);
    },
  });
  metrics.gauge({
    name: 'seaworthy_forward_failing',
    help: '1 while nothing gets through to a collector.',
    labelNames: ['endpoint', 'signal'],
    collect(gauge) {
      for (const { endpoint, signal, failure } of states())
        gauge.set({ endpoint, signal }, failure === undefined ? 0 : 1);
    },
  });
  return (endpoint, signal, outcome, count) => {
    if (outcome === 'sent') sent.inc({ endpoint, signal }, count);
    else dropped.inc({ endpoint, signal, reason: outcome }, count);
  };
}
