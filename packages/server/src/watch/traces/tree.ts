/** What the tree looks at; times are in nanoseconds from any point that all spans share. */
export interface Placed {
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startNs: number;
  readonly endNs: number;
}

/**
 * `orphan`: names a parent that is not there. `cycle`: names itself, or one of its own descendants, as its parent; the
 * earliest of such a ring stands at the top.
 */
export type Place = 'root' | 'child' | 'orphan' | 'cycle';

export interface TreeNode<T extends Placed> {
  readonly span: T;
  readonly parent: TreeNode<T> | undefined;
  readonly children: readonly TreeNode<T>[];
  readonly depth: number;
  readonly place: Place;
  /** Others that came with the same id and are not shown. */
  readonly twins: number;
}

interface Growing<T extends Placed> {
  readonly span: T;
  parent: Growing<T> | undefined;
  children: Growing<T>[];
  depth: number;
  place: Place;
  readonly twins: number;
}

/**
 * The spans as a tree, parents before their children, earlier siblings first. The order in which they are given makes no
 * difference, and nothing is lost: what has no place under a parent stands at the top and says why. Of spans with the
 * same id the one that ends last is shown.
 */
export function growTree<T extends Placed>(spans: readonly T[]): readonly TreeNode<T>[] {
  const nodes = withoutTwins(spans);
  const byId = new Map(nodes.map((node) => [node.span.spanId, node]));
  for (const node of nodes) attach(node, byId);
  const ordered = inTreeOrder(nodes.filter(({ parent }) => parent === undefined));
  if (ordered.length === nodes.length) return ordered;
  breakRings(nodes, new Set(ordered));
  return inTreeOrder(nodes.filter(({ parent }) => parent === undefined));
}

function withoutTwins<T extends Placed>(spans: readonly T[]): Growing<T>[] {
  const byId = new Map<string, { span: T; count: number }>();
  for (const span of spans) {
    const known = byId.get(span.spanId);
    if (known === undefined) byId.set(span.spanId, { span, count: 1 });
    else byId.set(span.spanId, { span: foremost(known.span, span), count: known.count + 1 });
  }
  const nodes = [...byId.values()].map(({ span, count }) => ({
    ...{ span, parent: undefined, children: [], depth: 0 },
    ...{ place: 'root' as Place, twins: count - 1 },
  }));
  return nodes.sort(earlierFirst);
}

/** Any fixed choice would do, as long as it does not depend on who came first. */
function foremost<T extends Placed>(one: T, other: T): T {
  const rank = one.endNs - other.endNs || one.startNs - other.startNs;
  if (rank !== 0) return rank > 0 ? one : other;
  return textOf(one) >= textOf(other) ? one : other;
}

function textOf(span: Placed): string {
  const entries = Object.entries(span).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** Those above are sorted already, so children come in order. */
function attach<T extends Placed>(node: Growing<T>, byId: ReadonlyMap<string, Growing<T>>): void {
  const { parentSpanId } = node.span;
  if (parentSpanId === undefined) return;
  const parent = byId.get(parentSpanId);
  if (parent === undefined) {
    node.place = 'orphan';
    return;
  }
  node.place = 'child';
  node.parent = parent;
  parent.children.push(node);
}

function inTreeOrder<T extends Placed>(tops: readonly Growing<T>[]): Growing<T>[] {
  const ordered: Growing<T>[] = [];
  const waiting = [...tops].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    ordered.push(node);
    for (const child of node.children.toReversed()) waiting.push(child);
  }
  return ordered;
}

/** Whoever cannot be reached from the top is in a ring, or hangs below one. */
function breakRings<T extends Placed>(nodes: readonly Growing<T>[], reached: Set<Growing<T>>): void {
  for (const node of nodes) {
    if (reached.has(node)) continue;
    const first = ringAbove(node).sort(earlierFirst)[0] ?? node;
    const parent = first.parent;
    if (parent !== undefined) parent.children = parent.children.filter((child) => child !== first);
    first.parent = undefined;
    first.place = 'cycle';
    for (const below of inTreeOrder([first])) reached.add(below);
  }
}

function ringAbove<T extends Placed>(start: Growing<T>): Growing<T>[] {
  const trail = new Map<Growing<T>, number>();
  let node: Growing<T> | undefined = start;
  for (; node !== undefined && !trail.has(node); node = node.parent) trail.set(node, trail.size);
  const entry = node === undefined ? 0 : (trail.get(node) ?? 0);
  return [...trail.keys()].slice(entry);
}

function earlierFirst<T extends Placed>(one: Growing<T>, other: Growing<T>): number {
  return one.span.startNs - other.span.startNs || (one.span.spanId < other.span.spanId ? -1 : 1);
}
