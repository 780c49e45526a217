import type { OutlineSpan } from './outline.ts';
import { identity, rebase } from './outline.ts';
import type { PendingTrace } from './pending-traces.ts';
import type { KeepReason, Sampling } from './sampling.ts';
import { decide, keepReasons, weightOf } from './sampling.ts';
import { summarize } from './summary.ts';
import type { TraceRow } from './trace-row.ts';
import type { TraceTable } from './trace-table.ts';

/** What became of the spans of one trace. */
export interface Saved {
  readonly traceId: string;
  /** Places of the spans that are stored now, in the order in which they came. */
  readonly fresh: readonly number[];
  readonly duplicates: number;
  /** More than a trace may have, beyond those that were refused before. */
  readonly refused: number;
  readonly reason: KeepReason;
  readonly isNew: boolean;
}

export interface SaveOptions {
  readonly sampling: Sampling;
  readonly spansPerTrace: number;
  readonly nowMs: number;
}

/** Stores a trace, or what came late of one that is stored: it is then summed up anew, for late spans change it. */
export function saveTrace(table: TraceTable, trace: PendingTrace, options: SaveOptions): Saved {
  const row = table.find(trace.traceId);
  const stored = row === undefined ? undefined : table.outlineAt(row.n)?.outline;
  const before = stored ?? { baseUnixNano: trace.baseUnixNano, spans: [] };
  const arrived = rebase({ baseUnixNano: trace.baseUnixNano, spans: trace.outline }, before.baseUnixNano);
  const fresh = placesOfFresh(arrived, before.spans);
  const isFull = row !== undefined && !table.hasRoomForPart(row);
  const taken = fresh.slice(0, isFull ? 0 : Math.max(0, options.spansPerTrace - before.spans.length));
  const refused = fresh.length - taken.length;
  const outline = { ...before, spans: [...before.spans, ...pick(arrived, taken)] };
  const summary = summarize(outline);
  const reason = reasonOf(trace, row, summary, options.sampling);
  const next: TraceRow = {
    ...summary,
    n: row?.n ?? table.nextNumber(),
    traceId: trace.traceId,
    seenMs: row?.seenMs ?? options.nowMs,
    refused: (row?.refused ?? 0) + trace.refused + refused,
    reason,
    weight: row?.reason === reason ? row.weight : weightOf(reason, options.sampling.ratio),
    parts: row?.parts ?? 0,
  };
  table.write(next, outline, { texts: pick(trace.texts, taken), attributeHashes: trace.attributeHashes });
  const duplicates = arrived.length - fresh.length;
  return { traceId: trace.traceId, fresh: taken, duplicates, refused, reason, isNew: row === undefined };
}

function placesOfFresh(arrived: readonly OutlineSpan[], stored: readonly OutlineSpan[]): number[] {
  const seen = new Set(stored.map(identity));
  const fresh: number[] = [];
  arrived.forEach((span, place) => {
    const key = identity(span);
    if (!seen.has(key)) fresh.push(place);
    seen.add(key);
  });
  return fresh;
}

function pick<T>(items: readonly T[], places: readonly number[]): T[] {
  return places.flatMap((place) => items[place] ?? []);
}

/** A reason once found stays, unless a weightier one comes with late spans. */
function reasonOf(
  trace: PendingTrace,
  row: TraceRow | undefined,
  summary: { errors: number; durationUs: number },
  sampling: Sampling,
): KeepReason {
  const { traceId, hasDebug } = trace;
  const hasError = summary.errors > 0;
  const decision = decide({ traceId, hasDebug, hasError, durationMs: summary.durationUs / 1000 }, sampling);
  const found = decision.verdict === 'keep' ? decision.reason : 'ratio';
  const reasons = row === undefined ? [found] : [found, row.reason];
  return keepReasons.find((reason) => reasons.includes(reason)) ?? found;
}
