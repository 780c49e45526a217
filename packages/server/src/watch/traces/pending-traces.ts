import { addHashes } from './attribute-filter.ts';
import type { OutlineSpan } from './outline.ts';
import { outlineOf } from './outline.ts';
import { isDebug } from './sampling.ts';
import type { Span } from './span.ts';

/** What has come of a trace and is not stored yet. */
export interface PendingTrace {
  readonly traceId: string;
  readonly baseUnixNano: bigint;
  /** Span by span beside `texts`. */
  readonly outline: OutlineSpan[];
  readonly texts: string[];
  readonly attributeHashes: Set<number>;
  hasDebug: boolean;
  hasError: boolean;
  /** When the first and the last of these came, monotonic. */
  readonly firstMs: number;
  lastMs: number;
  bytes: number;
  /** Spans that were more than a trace may have. */
  refused: number;
  /** It will be kept, whatever still comes. */
  isSure: boolean;
  /** Of `texts`, how many are in the journal; they begin there with this entry. */
  journaled: number;
  firstEntry: number | undefined;
}

/** Of the objects around a text, roughly, so that the limit is one of memory. */
const SPAN_OVERHEAD = 400;
const TRACE_OVERHEAD = 1000;

/** Traces under way, by when they began to come. Holds no more than its caller lets it: `bytes` says how much it has. */
export class PendingTraces {
  readonly #traces = new Map<string, PendingTrace>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#traces.size;
  }

  get(traceId: string): PendingTrace | undefined {
    return this.#traces.get(traceId);
  }

  values(): IterableIterator<PendingTrace> {
    return this.#traces.values();
  }

  oldest(): PendingTrace | undefined {
    return this.#traces.values().next().value;
  }

  open(span: Span, nowMs: number, isSure: boolean): PendingTrace {
    const trace: PendingTrace = {
      traceId: span.traceId,
      baseUnixNano: span.startUnixNano,
      ...{ outline: [], texts: [], attributeHashes: new Set<number>() },
      ...{ hasDebug: false, hasError: false, isSure },
      ...{ firstMs: nowMs, lastMs: nowMs, bytes: TRACE_OVERHEAD, refused: 0, journaled: 0, firstEntry: undefined },
    };
    this.#traces.set(span.traceId, trace);
    this.#bytes += TRACE_OVERHEAD;
    return trace;
  }

  append(trace: PendingTrace, span: Span, text: string, nowMs: number): void {
    const outline = outlineOf(span, trace.baseUnixNano);
    trace.outline.push(outline);
    trace.texts.push(text);
    addHashes(trace.attributeHashes, span.attributes, span.resource);
    trace.hasError ||= outline.isError;
    trace.hasDebug ||= isDebug(span);
    trace.lastMs = nowMs;
    trace.bytes += text.length + SPAN_OVERHEAD;
    this.#bytes += text.length + SPAN_OVERHEAD;
  }

  remove(trace: PendingTrace): void {
    if (this.#traces.delete(trace.traceId)) this.#bytes -= trace.bytes;
  }

  /** Forgets the first spans of a trace, which are stored; the trace too when it has no others. */
  removeFirst(trace: PendingTrace, count: number): void {
    if (count >= trace.texts.length) {
      this.remove(trace);
      return;
    }
    const bytes = trace.texts.slice(0, count).reduce((sum, text) => sum + text.length + SPAN_OVERHEAD, 0);
    trace.texts.splice(0, count);
    trace.outline.splice(0, count);
    trace.journaled = Math.max(0, trace.journaled - count);
    trace.refused = 0;
    trace.bytes -= bytes;
    this.#bytes -= bytes;
  }
}
