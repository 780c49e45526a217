import type { Clock } from '../../platform/clock.ts';
import type { PendingTrace, PendingTraces } from './pending-traces.ts';
import type { Saved } from './save-trace.ts';
import { saveTrace } from './save-trace.ts';
import { inSlices, SLICE_MS } from './slices.ts';
import type { Span } from './span.ts';
import { readSpan } from './span-text.ts';
import type { TraceJournal } from './trace-journal.ts';
import type { TraceLimits } from './trace-limits.ts';
import type { TraceMetrics } from './trace-metrics.ts';
import type { TraceTable } from './trace-table.ts';

export interface WriterOptions {
  readonly table: TraceTable;
  readonly limits: TraceLimits;
  readonly clock: Clock;
  readonly metrics: TraceMetrics;
  /** What was stored is taken out of both. */
  readonly pending: PendingTraces;
  readonly journal: TraceJournal;
  /** Told of the spans that were stored. */
  readonly onKept?: ((spans: readonly Span[]) => void) | undefined;
}

const STEP_TRACES = 64;
/** Of one trace in one step: more would hold the event loop. */
const PART_SPANS = 256;
const PART_BYTES = 256 * 2 ** 10;

/** Stores traces that are kept. */
export class TraceWriter {
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** In steps of a few milliseconds. */
  async write(traces: readonly PendingTrace[]): Promise<void> {
    const { clock } = this.#options;
    const waiting = [...traces].reverse();
    await inSlices(clock, () => {
      const untilMs = clock.monotonicMs() + SLICE_MS;
      const batch = waiting.splice(-STEP_TRACES).reverse();
      const done = this.commit(batch, untilMs);
      waiting.push(...batch.slice(done).reverse());
      return waiting.length > 0;
    });
  }

  /** One transaction, which ends early when time is up. Returns how many of the traces are done with. */
  commit(traces: readonly PendingTrace[], untilMs: number): number {
    const { table, clock } = this.#options;
    const stored: Stored[] = [];
    let done = 0;
    const isTimeUp = () => clock.monotonicMs() >= untilMs;
    table.transaction(() => {
      for (; done < traces.length && (done === 0 || !isTimeUp()); done++) {
        if (!this.#saveParts(traces[done], stored, isTimeUp)) return;
      }
    });
    for (const { trace, saved, count } of stored) this.#settle(trace, saved, count);
    return done;
  }

  /** False when time was up before the last part. */
  #saveParts(trace: PendingTrace | undefined, stored: Stored[], isTimeUp: () => boolean): boolean {
    // Between two steps room may have been made, and the trace be done with.
    if (trace === undefined || this.#options.pending.get(trace.traceId) !== trace) return true;
    for (let from = 0; from < trace.texts.length; ) {
      if (from > 0 && isTimeUp()) return false;
      const part = partOf(trace, from);
      stored.push({ trace, saved: this.#save(part), count: part.texts.length });
      from += part.texts.length;
    }
    return true;
  }

  #save(trace: PendingTrace): Saved {
    const { table, limits, clock } = this.#options;
    const { sampling, spansPerTrace } = limits;
    return saveTrace(table, trace, { sampling, spansPerTrace, nowMs: clock.now() });
  }

  /** After the commit, and not before: what could not be stored is still there for the next round. */
  #settle(trace: PendingTrace, saved: Saved, count: number): void {
    const { metrics, onKept, pending, journal } = this.#options;
    metrics.kept(saved.fresh.length);
    if (saved.isNew) metrics.newTrace(saved.reason);
    if (saved.duplicates > 0) metrics.dropped('duplicate', saved.duplicates);
    if (saved.refused > 0) metrics.dropped('trace_full', saved.refused);
    if (onKept !== undefined && saved.fresh.length > 0) {
      onKept(saved.fresh.map((place) => readSpan(trace.traceId, JSON.parse(trace.texts[place] ?? 'null'))));
    }
    trace.isSure = true;
    pending.removeFirst(trace, count);
    // What is left of it is written with the next step, or at the next round.
    journal.forget(trace);
  }
}

interface Stored {
  readonly trace: PendingTrace;
  readonly saved: Saved;
  readonly count: number;
}

/** From a span on, as many as fit into one part. */
function partOf(trace: PendingTrace, from: number): PendingTrace {
  let [to, bytes] = [from, 0];
  while (to < trace.texts.length && to - from < PART_SPANS && bytes < PART_BYTES) {
    bytes += trace.texts[to++]?.length ?? 0;
  }
  if (from === 0 && to === trace.texts.length) return trace;
  const refused = from === 0 ? trace.refused : 0;
  return { ...trace, texts: trace.texts.slice(from, to), outline: trace.outline.slice(from, to), refused };
}
