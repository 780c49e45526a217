import type { ClockSkew, Trace, TraceSpan } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatCounted, formatRatio } from './quantity.ts';

const NARROWEST = 60;
const WIDEST = 160;
const DURATION_WIDTH = 9;
const DEEPEST = 12;

/**
 * One trace as bars over time, in lines no longer than the width. Without colours the same can be read: what the trace
 * waited for is solid, all else is light, and what failed has a mark.
 */
export function waterfallText(trace: Trace, width: number, style: Style): string {
  const lines = trace.tree.map((span, at) => spanLine(span, trace, at, width, style));
  const parts = [
    headText(trace, style),
    [axisLine(trace, width, style), ...lines, ...omittedLine(trace)].join('\n'),
    pathText(trace),
    problemsText(trace, style),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** `120 µs`, `1.2 ms`, `120 ms`, `1.20 s`, `2 min 3 s`. */
export function formatSpanDuration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}

/** Cut to the width, with a mark where something is missing. */
export function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function headText(trace: Trace, style: Style): string {
  const { root, startTime, durationMs, spans, errors, services, keptBecause } = trace;
  const failed = errors === 0 ? 'no errors' : style.bad(formatCounted(errors, 'error'));
  const size = `${formatSpanDuration(durationMs)}, ${formatCounted(spans, 'span')}, ${failed}`;
  return columns([
    ['trace', trace.traceId],
    ['root', `${root.name} (${root.service})${root.isMissing ? '; its own root is not there' : ''}`],
    ['started', startTime],
    ['took', size],
    ['services', services.join(', ')],
    ['kept', keptText(keptBecause)],
  ]);
}

function keptText(keptBecause: Trace['keptBecause']): string {
  switch (keptBecause) {
    case 'debug':
      return 'for somebody asked for it';
    case 'error':
      return 'for its error';
    case 'slow':
      return 'for it was slow';
    case 'ratio':
      return 'by the sampling ratio';
    case null:
      return 'not decided yet';
  }
}

interface Layout {
  readonly name: number;
  readonly bar: number;
}

/** Mark, name, duration and bar, one blank apart. */
function layout(width: number): Layout {
  const whole = Math.max(NARROWEST, Math.min(WIDEST, width));
  const name = Math.floor((whole - DURATION_WIDTH - 4) * 0.46);
  return { name, bar: whole - DURATION_WIDTH - 4 - name };
}

function axisLine({ durationMs }: Trace, width: number, style: Style): string {
  const { name, bar } = layout(width);
  const end = formatSpanDuration(durationMs);
  const scale = `0${end.padStart(bar - 1)}`;
  return style.dim(`  ${'SPAN'.padEnd(name)} ${'DURATION'.padStart(DURATION_WIDTH)} ${scale}`);
}

function spanLine(span: TraceSpan, trace: Trace, at: number, width: number, style: Style): string {
  const { name, bar } = layout(width);
  const isBad = span.status === 'error';
  const mark = isBad ? '✗' : span.problems.length > 0 ? '?' : ' ';
  const label = fit(`${indent(span.depth)}${span.name}${serviceText(span, trace, at)}`, name).padEnd(name);
  const duration = formatSpanDuration(span.durationMs).padStart(DURATION_WIDTH);
  const paint = isBad ? style.bad : span.isCritical ? style.bold : style.dim;
  const line = `${mark} ${label} ${duration}`;
  return `${isBad ? style.bad(line) : line} ${paint(barText(span, trace.durationMs, bar))}`.trimEnd();
}

/** Deep trees are told by their number, for the name must still be read. */
function indent(depth: number): string {
  return depth <= DEEPEST ? '  '.repeat(depth) : `${'  '.repeat(DEEPEST)}${depth}: `;
}

/** Where it is another one than that of the span above. */
function serviceText(span: TraceSpan, { tree }: Trace, at: number): string {
  const above = tree.slice(0, at).findLast(({ depth }) => depth === span.depth - 1);
  return above?.service === span.service && span.depth > 0 ? '' : ` [${span.service}]`;
}

function barText({ offsetMs, durationMs, isCritical }: TraceSpan, wholeMs: number, width: number): string {
  const scale = wholeMs === 0 ? 0 : width / wholeMs;
  const from = Math.min(width - 1, Math.max(0, Math.floor(offsetMs * scale)));
  const length = Math.max(1, Math.min(width - from, Math.round(durationMs * scale)));
  return ' '.repeat(from) + (isCritical ? '█' : '░').repeat(length);
}

function omittedLine({ omittedSpans, refusedSpans }: Trace): string[] {
  return [
    ...(omittedSpans > 0 ? [`  … and ${formatCounted(omittedSpans, 'span')} more: --spans, or --json`] : []),
    ...(refusedSpans > 0 ? [`  ${formatCounted(refusedSpans, 'span')} came and were too many to keep`] : []),
  ];
}

function pathText({ criticalPath }: Trace): string {
  const rows = criticalPath
    .slice(0, 5)
    .map(({ service, name, durationMs, share }) => [
      `  ${fit(name, 40)}`,
      fit(service, 20),
      formatSpanDuration(durationMs),
      formatRatio(share),
    ]);
  return rows.length === 0 ? '' : `Waited for (█):\n${columns(rows)}`;
}

function problemsText({ tree, clockSkews }: Trace, style: Style): string {
  const failed = tree.filter(({ status }) => status === 'error');
  const orphans = tree.filter(({ problems }) => problems.includes('orphan')).length;
  const rings = tree.filter(({ problems }) => problems.includes('cycle')).length;
  const lines = [
    ...failed.slice(0, 10).map((span) => style.bad(`✗ ${span.name}: ${span.statusMessage || 'failed'}`)),
    ...(failed.length > 10 ? [`✗ and ${failed.length - 10} more`] : []),
    ...(orphans > 0 ? [`? ${formatCounted(orphans, 'span')} at the top without the parent that it names`] : []),
    ...(rings > 0 ? [`? ${formatCounted(rings, 'span')} that names its own descendant as its parent`] : []),
    ...clockSkews.map(skewText),
  ];
  return lines.join('\n');
}

function skewText({ owner, reference, direction, leastMs }: ClockSkew): string {
  const clocks = `the clock of ${nameOf(owner)}`;
  const least = formatSpanDuration(leastMs);
  if (direction !== 'contradictory')
    return `? ${clocks} is at least ${least} ${direction} of that of ${nameOf(reference)}`;
  return `? ${clocks} and that of ${nameOf(reference)} contradict each other by ${least}`;
}

function nameOf({ service, instance }: ClockSkew['owner']): string {
  return instance === '' ? service : `${service} (${instance})`;
}
