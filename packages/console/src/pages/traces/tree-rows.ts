import type { TraceSpan } from '@seaworthy/api';

/** A span as a row of the waterfall. */
export interface SpanRow {
  readonly span: TraceSpan;
  /** How many spans lie below it, at any depth. */
  readonly below: number;
  readonly isCollapsed: boolean;
  /** Of those that are hidden below it. */
  readonly hiddenErrors: number;
}

/** The rows that are shown: parents before their children, without what lies below a collapsed one. */
export function treeRows(tree: readonly TraceSpan[], collapsed: ReadonlySet<string>): SpanRow[] {
  const rows: SpanRow[] = [];
  for (let index = 0; index < tree.length; ) {
    const span = tree[index];
    if (span === undefined) break;
    const end = endOf(tree, index);
    const below = end - index - 1;
    const isCollapsed = below > 0 && collapsed.has(span.spanId);
    const hidden = isCollapsed ? tree.slice(index + 1, end) : [];
    rows.push({ span, below, isCollapsed, hiddenErrors: hidden.filter(({ status }) => status === 'error').length });
    index = isCollapsed ? end : index + 1;
  }
  return rows;
}

/** Where what lies below a span ends. */
function endOf(tree: readonly TraceSpan[], index: number): number {
  const depth = tree[index]?.depth ?? 0;
  let end = index + 1;
  while ((tree[end]?.depth ?? -1) > depth) end += 1;
  return end;
}

/** Every span that has others below it and is at least so deep. */
export function parentsFrom(tree: readonly TraceSpan[], depth: number): Set<string> {
  const parents = tree.filter((span, index) => span.depth >= depth && (tree[index + 1]?.depth ?? 0) > span.depth);
  return new Set(parents.map(({ spanId }) => spanId));
}

/** Those that a span lies below: they have to be open for it to be seen. */
export function ancestorsOf(tree: readonly TraceSpan[], spanId: string): string[] {
  const found: string[] = [];
  const at = tree.findIndex((span) => span.spanId === spanId);
  let depth = tree[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    const span = tree[index];
    if (span === undefined || span.depth >= depth) continue;
    found.push(span.spanId);
    depth = span.depth;
  }
  return found;
}
