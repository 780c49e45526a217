import type { ClockSkew as ApiClockSkew, SpanProblem, Trace, TraceSpan, TraceSummary } from '@seaworthy/api';
import { HttpError } from '../http/errors.ts';
import type { HandlerInput } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { ClockSkew } from '../watch/traces/clock-skew.ts';
import type { OperationStatistics } from '../watch/traces/statistics.ts';
import type { Summary } from '../watch/traces/summary.ts';
import type { TraceRow } from '../watch/traces/trace-row.ts';
import type { TraceStore } from '../watch/traces/trace-store.ts';
import type { TraceView, ViewNode } from '../watch/traces/trace-view.ts';
import { viewTrace } from '../watch/traces/trace-view.ts';
import { timeText } from './wire.ts';

export interface TraceHandlerParts {
  readonly traces: Pick<TraceStore, 'search' | 'find' | 'statistics'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface Context {
  readonly signal: AbortSignal;
}

const HOUR_MS = 3_600_000;

export function createTraceHandlers({ traces, clock }: TraceHandlerParts) {
  const rangeOf = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => {
    const toMs = to === undefined ? clock.now() : Date.parse(to);
    return { fromMs: from === undefined ? toMs - HOUR_MS : Date.parse(from), toMs };
  };
  return {
    async traces({ query }: HandlerInput<'traces'>, { signal }: Context) {
      const { attribute, cursor, errors, from, to, ...rest } = query;
      const search = { ...rest, ...rangeOf({ from, to }), errorsOnly: errors === 'true' };
      const after = cursor === undefined ? undefined : placeOf(cursor);
      const wanted = attribute === undefined ? undefined : attributeOf(attribute);
      const { rows, next, isCutShort } = await traces.search({ ...search, after, attribute: wanted }, signal);
      const nextCursor = next === undefined ? null : `${next.startUs}-${next.n}`;
      return { items: rows.map((row) => toSummary(row.traceId, row, row)), nextCursor, isCutShort };
    },
    async trace({ params, query }: HandlerInput<'trace'>) {
      const found = await traces.find(params.id);
      if (found === undefined) {
        const hint = 'It may have been left out by sampling, be older than traces.retention, or not have come yet.';
        throw new HttpError('not_found', `There is no trace ${params.id}.`, [], hint);
      }
      return toTrace(params.id, viewTrace(found.spans), found.row, query.spans);
    },
    async traceStatistics({ query }: HandlerInput<'traceStatistics'>, { signal }: Context) {
      const { rootService, rootName } = query;
      const range = rangeOf(query);
      const found = await traces.statistics({ ...range, rootService, rootName }, signal);
      return {
        items: found.operations.map(toOperation),
        traces: found.traces,
        ...{ from: timeText(found.fromMs), to: timeText(range.toMs), isCutShort: found.isCutShort },
      };
    },
  };
}

function placeOf(cursor: string): { startUs: number; n: number } {
  const [startUs = 0, n = 0] = cursor.split('-').map(Number);
  return { startUs, n };
}

function attributeOf(text: string): { key: string; value: string } {
  const at = text.indexOf('=');
  return { key: text.slice(0, at), value: text.slice(at + 1) };
}

function toSummary(traceId: string, summary: Summary, row: TraceRow | undefined): TraceSummary {
  return {
    traceId,
    root: { service: summary.rootService, name: summary.rootName, isMissing: summary.isRootMissing },
    startTime: timeText(Math.floor(summary.startUs / 1000)),
    durationMs: summary.durationUs / 1000,
    spans: summary.spans,
    errors: summary.errors,
    services: [...summary.services],
    keptBecause: row?.reason ?? null,
    refusedSpans: row?.refused ?? 0,
  };
}

function toTrace(traceId: string, view: TraceView, row: TraceRow | undefined, most: number): Trace {
  return {
    ...toSummary(traceId, view.summary, row),
    tree: view.nodes.slice(0, most).map((node) => toSpan(node, view.startUnixNano)),
    omittedSpans: Math.max(0, view.nodes.length - most),
    criticalPath: view.criticalPath.map(({ durationNs, ...path }) => ({ ...path, durationMs: toMs(durationNs) })),
    clockSkews: view.clockSkews.map(toSkew),
  };
}

function toSpan({ node, selfNs, criticalNs, beforeParentNs }: ViewNode, startUnixNano: bigint): TraceSpan {
  const { whole, startNs, endNs, spanId, parentSpanId } = node.span;
  const problems: SpanProblem[] = node.place === 'orphan' || node.place === 'cycle' ? [node.place] : [];
  if (beforeParentNs > 0) problems.push('starts_before_parent');
  const offsetOf = (time: bigint) => toMs(Number(time - startUnixNano));
  return {
    ...{ spanId, parentSpanId: parentSpanId ?? null, depth: node.depth, problems, twins: node.twins },
    ...{ service: whole.service, name: whole.name, instance: whole.instance, kind: whole.kind, scope: whole.scope },
    ...{ offsetMs: toMs(startNs), durationMs: toMs(endNs - startNs) },
    ...{ selfMs: toMs(selfNs), criticalMs: toMs(criticalNs), isCritical: criticalNs > 0 },
    ...{ status: whole.status, statusMessage: whole.statusMessage },
    attributes: { ...whole.attributes },
    resource: { ...whole.resource },
    events: whole.events.map(({ timeUnixNano, ...event }) => ({ ...event, offsetMs: offsetOf(timeUnixNano) })),
    links: [...whole.links],
    cut: whole.cut ?? null,
  };
}

function toSkew({ leastNs, ...skew }: ClockSkew): ApiClockSkew {
  return { ...skew, leastMs: toMs(leastNs) };
}

function toOperation(operation: OperationStatistics) {
  const { service, name, count, spans, errorShare, p50Ns, p95Ns, p99Ns, mostNs, meanSelfNs, criticalShare } = operation;
  return {
    ...{ service, name, count, spans, errorRate: errorShare, criticalShare, selfMs: toMs(meanSelfNs) },
    durationMs: { p50: toMs(p50Ns), p95: toMs(p95Ns), p99: toMs(p99Ns), max: toMs(mostNs) },
  };
}

/** To the microsecond. */
function toMs(ns: number): number {
  return Math.round(ns / 1000) / 1000;
}
