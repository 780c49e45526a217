import type { Clock } from '../../platform/clock.ts';
import type { PendingTrace } from './pending-traces.ts';
import { inSlices } from './slices.ts';
import type { LimitedSpan } from './span-limits.ts';
import { readSpan } from './span-text.ts';
import type { TraceTable } from './trace-table.ts';

const ENTRY_BYTES = 256 * 2 ** 10;

/** Where the spans of undecided traces outlive the process. */
export class TraceJournal {
  readonly #table: TraceTable;
  readonly #clock: Clock;
  readonly #changed = new Set<PendingTrace>();
  #next: number;

  constructor(table: TraceTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
    this.#next = table.lastEntry() + 1;
  }

  /** There is more of this trace than was journaled. */
  note(trace: PendingTrace): void {
    this.#changed.add(trace);
  }

  forget(trace: PendingTrace): void {
    this.#changed.delete(trace);
  }

  /** Everything that was journaled by an earlier process, in the order in which it came. */
  async replay(take: (limited: LimitedSpan) => void): Promise<void> {
    const entries = this.#table.entries();
    await inSlices(this.#clock, () => {
      const next = entries.next();
      if (next.done === true) return false;
      for (const [traceId, spans] of Object.entries(next.value.spans)) {
        for (const parsed of spans) {
          const { cut, ...span } = readSpan(traceId, parsed);
          take({ span, cut, size: 0 });
        }
      }
      return true;
    });
  }

  async write(): Promise<void> {
    const waiting = [...this.#changed].reverse();
    await inSlices(this.#clock, () => {
      this.#append(this.#nextOf(waiting));
      return waiting.length > 0;
    });
  }

  /** Forgets what is older than anything that the traces under way, oldest first, still need. */
  trim(pending: Iterable<PendingTrace>): void {
    for (const { firstEntry } of pending) {
      if (firstEntry !== undefined) {
        this.#table.deleteEntriesBefore(firstEntry);
        return;
      }
    }
    this.#table.deleteEntriesBefore(this.#next);
  }

  /** As many as fit into one entry; those that were decided meanwhile are passed over. */
  #nextOf(waiting: PendingTrace[]): readonly PendingTrace[] {
    const traces: PendingTrace[] = [];
    for (let size = 0; size < ENTRY_BYTES; ) {
      const trace = waiting.pop();
      if (trace === undefined) break;
      if (!this.#changed.has(trace)) continue;
      for (const text of trace.texts.slice(trace.journaled)) size += text.length;
      traces.push(trace);
    }
    return traces;
  }

  #append(traces: readonly PendingTrace[]): void {
    if (traces.length === 0) return;
    const entry = new Map(traces.map((trace) => [trace.traceId, trace.texts.slice(trace.journaled)]));
    this.#table.appendEntry(this.#next, entry);
    for (const trace of traces) {
      trace.journaled = trace.texts.length;
      trace.firstEntry ??= this.#next;
      this.#changed.delete(trace);
    }
    this.#next += 1;
  }
}
