import type { Clock } from '../../platform/clock.ts';
import { Turns } from '../../platform/turns.ts';
import { Intake } from './intake.ts';
import type { PendingTrace } from './pending-traces.ts';
import { PendingTraces } from './pending-traces.ts';
import { decide, isInRatio } from './sampling.ts';
import { SLICE_MS } from './slices.ts';
import type { Span } from './span.ts';
import type { LimitedSpan } from './span-limits.ts';
import { limitSpan } from './span-limits.ts';
import { spanText } from './span-text.ts';
import { tidyTraces } from './tidy-traces.ts';
import { TraceJournal } from './trace-journal.ts';
import type { TraceLimits } from './trace-limits.ts';
import type { TraceMetrics } from './trace-metrics.ts';
import type { TraceTable } from './trace-table.ts';
import { TraceWriter } from './trace-writer.ts';
import { extentOf } from './tree-times.ts';

export interface Added {
  readonly accepted: number;
  /** Spans without an id; the others are taken. */
  readonly invalid: number;
  /** Nothing was taken, for more has come than could be looked at: send the same again, later. */
  readonly isFull: boolean;
}

export interface KeeperOptions {
  readonly table: TraceTable;
  readonly limits: TraceLimits;
  readonly clock: Clock;
  readonly metrics: TraceMetrics;
  readonly report: (error: unknown, doing: string) => void;
  /** Told of all spans that come, before anything is left out of them. */
  readonly onSpans?: ((spans: readonly Span[]) => void) | undefined;
  /** Told of the spans that were stored. */
  readonly onKept?: ((spans: readonly Span[]) => void) | undefined;
}

/** Between two rounds; what came before the last of them survives the end of the process. */
export const FLUSH_MS = 250;
/** What is kept for sure waits so long for the rest of its trace. */
const GATHER_MS = 500;
/** Taken in and not looked at yet; beyond that no further batch is taken. */
const INTAKE_BYTES = 4 * 2 ** 20;
/** Traces that are decided at once when there is no room. */
const ROOM_STEP = 64;

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

/**
 * Decides which traces are kept, and stores them. Spans pass the intake, wait in memory until their trace is decided, and
 * are written in steps of a few milliseconds. What waits for a decision is journaled, so that a crash loses nothing that
 * came before the last round.
 */
export class TraceKeeper {
  readonly #options: KeeperOptions;
  readonly #pending = new PendingTraces();
  readonly #journal: TraceJournal;
  readonly #intake: Intake;
  readonly #writer: TraceWriter;
  readonly #turns = new Turns();
  #stopTimer: () => void = () => {};
  #isFailing = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#journal = new TraceJournal(options.table, options.clock);
    this.#writer = new TraceWriter({ ...options, pending: this.#pending, journal: this.#journal });
    this.#intake = new Intake(options.clock, (limited) => this.#take(limited));
  }

  get pendingBytes(): number {
    return this.#pending.bytes + this.#intake.bytes;
  }

  get pendingTraces(): number {
    return this.#pending.size;
  }

  /** Returns at once; the spans are stored within a second, those of undecided traces in the journal. */
  add(spans: readonly Span[]): Added {
    const { metrics, limits, onSpans } = this.#options;
    metrics.received(spans.length);
    if (this.#intake.bytes >= INTAKE_BYTES) {
      metrics.dropped('overload', spans.length);
      return { accepted: 0, invalid: 0, isFull: true };
    }
    const valid = spans.filter(({ traceId, spanId }) => TRACE_ID.test(traceId) && SPAN_ID.test(spanId));
    const invalid = spans.length - valid.length;
    if (invalid > 0) metrics.dropped('invalid', invalid);
    onSpans?.(valid);
    this.#intake.put(valid.map((span) => limitSpan(span, limits.span)));
    return { accepted: valid.length, invalid, isFull: false };
  }

  /** What is in memory of a trace, as JSON span by span. */
  textsOf(traceId: string): readonly string[] {
    return this.#pending.get(traceId)?.texts ?? [];
  }

  /** Takes up what waited for a decision when the process ended; rounds begin after that. */
  async start(): Promise<void> {
    await this.#journal.replay((limited) => this.#take(limited));
    this.#stopTimer = this.#options.clock.every(FLUSH_MS, () => this.#round());
  }

  /** Takes in what was added; then stores what is due, journals what is not, and forgets what is over. */
  async flush(): Promise<void> {
    await this.#intake.drained();
    await this.#round();
  }

  /** What is kept for sure is stored; what waits for a decision waits in the journal. */
  async stop(): Promise<void> {
    this.#stopTimer();
    await this.flush();
    await this.#turns.take(() => this.#guard(() => this.#writer.write([...this.#pending.values()].filter(isSure))));
  }

  /** Rounds do not wait for the intake, which may never be empty while spans flood in. */
  #round(): Promise<void> {
    return this.#turns.take(() =>
      this.#guard(async () => {
        await this.#writeDue();
        await this.#journal.write();
        this.#journal.trim(this.#pending.values());
        await tidyTraces(this.#options);
      }),
    );
  }

  /** A disk that fails is told of once, not at every round. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#isFailing = false;
    } catch (error) {
      this.#tellFailure(error);
    }
  }

  #tellFailure(error: unknown): void {
    if (!this.#isFailing) this.#options.report(error, 'Storing traces');
    this.#isFailing = true;
  }

  #take({ span, cut }: LimitedSpan): void {
    const { clock, limits, metrics } = this.#options;
    const nowMs = clock.monotonicMs();
    const trace = this.#pending.get(span.traceId) ?? this.#pending.open(span, nowMs, this.#isKnown(span.traceId));
    if (trace.outline.length >= limits.spansPerTrace) {
      trace.refused += 1;
      metrics.dropped('trace_full', 1);
      return;
    }
    this.#pending.append(trace, span, spanText(span, cut), nowMs);
    trace.isSure ||= this.#keepsAlready(trace, span);
    if (!trace.isSure) this.#journal.note(trace);
    if (this.#pending.bytes > limits.pendingBytes) this.#makeRoom();
  }

  #isKnown(traceId: string): boolean {
    const { table, limits } = this.#options;
    if (isInRatio(traceId, limits.sampling.ratio)) return true;
    try {
      return table.find(traceId) !== undefined;
    } catch (error) {
      this.#tellFailure(error);
      return false;
    }
  }

  #keepsAlready({ hasDebug, hasError }: PendingTrace, span: Span): boolean {
    const { sampling } = this.#options.limits;
    if (hasDebug || (hasError && sampling.errors)) return true;
    return Number(span.endUnixNano - span.startUnixNano) / 1e6 > sampling.slowMs;
  }

  /** At once, for spans come faster than rounds do: the oldest are decided by what is known of them. */
  #makeRoom(): void {
    const { metrics, clock } = this.#options;
    const oldest: PendingTrace[] = [];
    for (const trace of this.#pending.values()) {
      if (oldest.push(trace) >= ROOM_STEP) break;
    }
    for (const trace of oldest) if (!trace.isSure) metrics.decidedEarly();
    const kept = this.#sift(oldest);
    try {
      this.#writer.commit(kept, clock.monotonicMs() + SLICE_MS / 2);
    } catch (error) {
      this.#tellFailure(error);
      for (const trace of kept) {
        metrics.dropped('disk', trace.texts.length);
        this.#forget(trace);
      }
    }
  }

  async #writeDue(): Promise<void> {
    const { clock, limits } = this.#options;
    const nowMs = clock.monotonicMs();
    const due = [...this.#pending.values()].filter(({ isSure, firstMs, lastMs }) => {
      const [quiet, age] = [nowMs - lastMs, nowMs - firstMs];
      if (isSure) return quiet >= FLUSH_MS || age >= GATHER_MS;
      return quiet >= limits.quietMs || age >= limits.longestMs;
    });
    await this.#writer.write(this.#sift(due));
  }

  /** Those that are kept; the others are forgotten. */
  #sift(traces: readonly PendingTrace[]): PendingTrace[] {
    return traces.filter((trace) => {
      if (trace.isSure || this.#isWorthIt(trace)) return true;
      this.#options.metrics.leftOut(trace.texts.length);
      this.#forget(trace);
      return false;
    });
  }

  #isWorthIt({ traceId, hasDebug, hasError, outline }: PendingTrace): boolean {
    const { startNs, endNs } = extentOf(outline);
    const facts = { traceId, hasDebug, hasError, durationMs: (endNs - startNs) / 1e6 };
    return decide(facts, this.#options.limits.sampling).verdict === 'keep';
  }

  #forget(trace: PendingTrace): void {
    this.#pending.remove(trace);
    this.#journal.forget(trace);
  }
}

function isSure(trace: PendingTrace): boolean {
  return trace.isSure;
}
