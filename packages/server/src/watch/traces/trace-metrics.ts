import type { Metrics } from '@seaworthy/kit/metrics';
import type { KeepReason } from './sampling.ts';

export const dropReasons = ['invalid', 'overload', 'trace_full', 'duplicate', 'disk'] as const;
/**
 * `invalid`: no id of a trace and a span. `overload`: more came at once than could be taken in. `trace_full`: its trace has
 * as many spans as it may have. `duplicate`: it was there already. `disk`: it could not be stored.
 */
export type DropReason = (typeof dropReasons)[number];

/** What the store tells of its spans as it goes. */
export interface TraceMetrics {
  received(spans: number): void;
  kept(spans: number): void;
  newTrace(reason: KeepReason): void;
  leftOut(spans: number): void;
  dropped(reason: DropReason, spans: number): void;
  decidedEarly(): void;
  /** Spans that were not stored since the start, by why; not those that sampling left out. */
  lost(): Readonly<Record<DropReason, number>>;
}

export interface TraceGauges {
  usedBytes(): number;
  pendingBytes(): number;
  pendingTraces(): number;
}

export function registerTraceMetrics(metrics: Metrics, gauges: () => TraceGauges | undefined): TraceMetrics {
  const received = metrics.counter({ name: 'seaworthy_traces_spans_received_total', help: 'Spans that came in.' });
  const kept = metrics.counter({ name: 'seaworthy_traces_spans_kept_total', help: 'Spans that were stored.' });
  const leftOut = metrics.counter({
    name: 'seaworthy_traces_spans_sampled_out_total',
    help: 'Spans of traces that sampling left out.',
  });
  const dropped = metrics.counter({
    name: 'seaworthy_traces_spans_dropped_total',
    help: 'Spans that were not stored for another reason.',
    labelNames: ['reason'],
  });
  for (const reason of dropReasons) dropped.inc({ reason }, 0);
  const traces = metrics.counter({
    name: 'seaworthy_traces_kept_total',
    help: 'Traces that were stored, by why.',
    labelNames: ['reason'],
  });
  const early = metrics.counter({
    name: 'seaworthy_traces_decided_early_total',
    help: 'Traces that were decided before their time, for want of memory.',
  });
  const lost: Record<DropReason, number> = { invalid: 0, overload: 0, trace_full: 0, duplicate: 0, disk: 0 };
  registerGauges(metrics, gauges);
  return {
    received: (spans) => received.inc(spans),
    kept: (spans) => kept.inc(spans),
    newTrace: (reason) => traces.inc({ reason }),
    leftOut: (spans) => leftOut.inc(spans),
    dropped(reason, spans) {
      dropped.inc({ reason }, spans);
      lost[reason] += spans;
    },
    lost: () => ({ ...lost }),
    decidedEarly: () => early.inc(),
  };
}

function registerGauges(metrics: Metrics, gauges: () => TraceGauges | undefined): void {
  metrics.gauge({
    name: 'seaworthy_traces_disk_bytes',
    help: 'Disk that stored traces take.',
    collect: (gauge) => gauge.set(gauges()?.usedBytes() ?? 0),
  });
  metrics.gauge({
    name: 'seaworthy_traces_pending_bytes',
    help: 'Memory for spans that are not stored yet.',
    collect: (gauge) => gauge.set(gauges()?.pendingBytes() ?? 0),
  });
  metrics.gauge({
    name: 'seaworthy_traces_pending',
    help: 'Traces of which something is not stored yet.',
    collect: (gauge) => gauge.set(gauges()?.pendingTraces() ?? 0),
  });
}
