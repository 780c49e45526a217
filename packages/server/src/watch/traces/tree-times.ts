import type { Placed, TreeNode } from './tree.ts';

/** Where the time of a trace went, span by span. */
export interface SpanTimes {
  /** While the span was at work and none of its children was. */
  readonly selfNs: number;
  /** Of that, the time that the whole trace waited for: had it been shorter, so had been the trace. */
  readonly criticalNs: number;
}

/** Of every node of a tree, in times as the spans tell them: clocks that disagree are not put right. */
export function treeTimes<T extends Placed>(nodes: readonly TreeNode<T>[]): ReadonlyMap<TreeNode<T>, SpanTimes> {
  const critical = criticalTimes(nodes);
  return new Map(
    nodes.map((node) => [node, { selfNs: selfTime(node), criticalNs: Math.round(critical.get(node) ?? 0) }]),
  );
}

/** From the earliest start to the last end. */
export function extentOf(spans: readonly Placed[]): { startNs: number; endNs: number } {
  let [startNs, endNs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of spans) {
    startNs = Math.min(startNs, span.startNs);
    endNs = Math.max(endNs, span.endNs);
  }
  return spans.length === 0 ? { startNs: 0, endNs: 0 } : { startNs, endNs };
}

/** Children come by their start, so that one pass joins what overlaps. */
function selfTime<T extends Placed>({ span, children }: TreeNode<T>): number {
  let covered = 0;
  let upTo = span.startNs;
  for (const { span: child } of children) {
    const endNs = Math.min(child.endNs, span.endNs);
    covered += Math.max(0, endNs - Math.max(child.startNs, upTo));
    upTo = Math.max(upTo, endNs);
  }
  return span.endNs - span.startNs - covered;
}

interface Stretch<T extends Placed> {
  readonly node: TreeNode<T>;
  readonly fromNs: number;
  readonly untilNs: number;
}

/**
 * Back from the end of the trace: at each moment the path is at the work that ended last before it. A child that worked
 * beside one on the path and ended later than that one began is not on it. Work that goes on after its parent has ended
 * (a queue's consumer, say) is followed too: a subtree ends when the last of it does. What stands at the top side by side
 * (orphans, several roots) is taken as children of the trace itself.
 */
function criticalTimes<T extends Placed>(nodes: readonly TreeNode<T>[]): Map<TreeNode<T>, number> {
  const times = new Map<TreeNode<T>, number>();
  const endOf = subtreeEnds(nodes);
  const { startNs, endNs } = extentOf(nodes.map(({ span }) => span));
  const tops = nodes.filter(({ parent }) => parent === undefined);
  const waiting = stretchesOf(tops, startNs, endNs, endOf, () => {});
  for (let stretch = waiting.pop(); stretch !== undefined; stretch = waiting.pop()) {
    const { node, fromNs, untilNs } = stretch;
    const own = (from: number, until: number) => {
      const share = Math.min(until, node.span.endNs) - Math.max(from, node.span.startNs);
      if (share > 0) times.set(node, (times.get(node) ?? 0) + share);
    };
    waiting.push(...stretchesOf(node.children, fromNs, untilNs, endOf, own));
  }
  return times;
}

/** The children that the path goes through between two moments; what lies between them goes to `own`. */
function stretchesOf<T extends Placed>(
  children: readonly TreeNode<T>[],
  fromNs: number,
  untilNs: number,
  endOf: (node: TreeNode<T>) => number,
  own: (fromNs: number, untilNs: number) => void,
): Stretch<T>[] {
  const lastFirst = children.toSorted((one, other) => endOf(other) - endOf(one));
  const found: Stretch<T>[] = [];
  let cursor = untilNs;
  for (const node of lastFirst) {
    const endNs = Math.min(endOf(node), untilNs);
    const startNs = Math.max(node.span.startNs, fromNs);
    if (endNs > cursor || startNs >= endNs) continue;
    own(endNs, cursor);
    found.push({ node, fromNs: startNs, untilNs: endNs });
    cursor = startNs;
  }
  own(fromNs, cursor);
  return found;
}

/** In tree order children come after their parents: backwards, every subtree is known before it is asked for. */
function subtreeEnds<T extends Placed>(nodes: readonly TreeNode<T>[]): (node: TreeNode<T>) => number {
  const ends = new Map<TreeNode<T>, number>();
  for (const node of nodes.toReversed()) {
    const below = node.children.map((child) => ends.get(child) ?? child.span.endNs);
    ends.set(
      node,
      below.reduce((one, other) => Math.max(one, other), node.span.endNs),
    );
  }
  return (node) => ends.get(node) ?? node.span.endNs;
}
