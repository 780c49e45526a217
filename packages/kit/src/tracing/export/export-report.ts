import type { Logger } from '../../logging/logger.ts';
import type { Metrics } from '../../metrics/instruments.ts';

export type LossReason = 'queue_full' | 'export_failed' | 'rejected' | 'shutdown';

const lossReasons: readonly LossReason[] = ['queue_full', 'export_failed', 'rejected', 'shutdown'];

/** Tells what became of the spans: every one by the counters, and by the log when losing begins and when it is over. */
export class ExportReport {
  readonly #logger: Logger | undefined;
  readonly #exported: ((count: number) => void) | undefined;
  readonly #dropped: ((reason: LossReason, count: number) => void) | undefined;
  #lost = 0;

  constructor(logger: Logger | undefined, metrics: Metrics | undefined) {
    this.#logger = logger;
    const exported = metrics?.counter({ name: 'tracing_spans_exported_total', help: 'Spans that a receiver took.' });
    const dropped = metrics?.counter({
      name: 'tracing_spans_dropped_total',
      help: 'Spans that were recorded and lost, by why.',
      labelNames: ['reason'],
    });
    for (const reason of lossReasons) dropped?.inc({ reason }, 0);
    this.#exported = exported && ((count) => exported.inc(count));
    this.#dropped = dropped && ((reason, count) => dropped.inc({ reason }, count));
  }

  delivered(count: number): void {
    this.#exported?.(count);
    if (this.#lost === 0) return;
    this.#logger?.info('spans are exported again', { lostSpans: this.#lost });
    this.#lost = 0;
  }

  lost(count: number, reason: LossReason, error?: unknown): void {
    this.#dropped?.(reason, count);
    const isFirst = this.#lost === 0;
    this.#lost += count;
    if (isFirst)
      this.#logger?.warn('spans are lost', { reason, lostSpans: count, ...(error !== undefined && { error }) });
  }
}
