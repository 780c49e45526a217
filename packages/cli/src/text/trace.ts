import type { TraceOperation, TraceSummary } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatCount, formatRatio } from './quantity.ts';
import { fit, formatSpanDuration } from './waterfall.ts';

/** The id first, for it is what is copied; the name last, for it may be long. */
export function traceTable(traces: readonly TraceSummary[], nowMs: number, style: Style): string {
  const head = ['TRACE', 'STARTED', 'TOOK', 'SPANS', 'ERRORS', 'ROOT'];
  const rows = traces.map(({ traceId, root, startTime, durationMs, spans, errors }) => [
    traceId,
    startText(startTime, nowMs),
    formatSpanDuration(durationMs),
    formatCount(spans),
    errors === 0 ? '-' : style.bad(`✗ ${formatCount(errors)}`),
    `${root.isMissing ? '? ' : ''}${root.name}`,
  ]);
  return columns([head.map(style.dim), ...rows]);
}

/** Those first that traces wait for most. */
export function operationTable(operations: readonly TraceOperation[], style: Style): string {
  const head = ['WAITED', 'COUNT', 'ERRORS', 'P50', 'P95', 'P99', 'SELF', 'SPAN'];
  const rows = operations.map(({ service, name, count, errorRate, durationMs, selfMs, criticalShare }) => [
    formatRatio(criticalShare),
    formatCount(Math.round(count)),
    errorRate === 0 ? '-' : style.bad(formatRatio(errorRate)),
    ...[durationMs.p50, durationMs.p95, durationMs.p99, selfMs].map(formatSpanDuration),
    `${fit(name, 40)} [${service}]`,
  ]);
  return columns([head.map(style.dim), ...rows]);
}

/** The time of day; of another day, the date too. */
function startText(startTime: string, nowMs: number): string {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return startTime.startsWith(today) ? startTime.slice(11, 19) : startTime.slice(0, 19).replace('T', ' ');
}
