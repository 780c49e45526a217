import type { ClockSkew } from './clock-skew.ts';
import { clockSkews } from './clock-skew.ts';
import type { OutlineSpan } from './outline.ts';
import { outlineOf } from './outline.ts';
import type { KeptSpan } from './span-text.ts';
import type { Summary } from './summary.ts';
import { summarize } from './summary.ts';
import type { TreeNode } from './tree.ts';
import { growTree } from './tree.ts';
import { extentOf, treeTimes } from './tree-times.ts';

export interface PlacedSpan extends OutlineSpan {
  readonly whole: KeptSpan;
}

export interface ViewNode {
  readonly node: TreeNode<PlacedSpan>;
  readonly selfNs: number;
  readonly criticalNs: number;
  /** By how much its clock says that it started before its parent; 0 when it did not. */
  readonly beforeParentNs: number;
}

/** A trace as it is shown; times of spans are from its start. */
export interface TraceView {
  readonly summary: Summary;
  readonly startUnixNano: bigint;
  readonly nodes: readonly ViewNode[];
  /** Which work the trace waited for, the longest first. */
  readonly criticalPath: readonly PathShare[];
  readonly clockSkews: readonly ClockSkew[];
}

export interface PathShare {
  readonly service: string;
  readonly name: string;
  readonly durationNs: number;
  /** Of the duration of the trace. */
  readonly share: number;
}

export function viewTrace(spans: readonly KeptSpan[]): TraceView {
  const baseUnixNano = startOf(spans);
  const placed = spans.map((whole) => ({ ...outlineOf(whole, baseUnixNano), whole }));
  const tree = growTree(placed);
  const times = treeTimes(tree);
  const nodes = tree.map((node) => ({
    node,
    ...(times.get(node) ?? { selfNs: 0, criticalNs: 0 }),
    beforeParentNs: node.parent === undefined ? 0 : Math.max(0, node.parent.span.startNs - node.span.startNs),
  }));
  return {
    summary: summarize({ baseUnixNano, spans: placed }),
    startUnixNano: baseUnixNano,
    nodes,
    criticalPath: pathOf(nodes, extentOf(placed).endNs),
    clockSkews: clockSkews(tree),
  };
}

function pathOf(nodes: readonly ViewNode[], durationNs: number): readonly PathShare[] {
  const sums = new Map<string, PathShare>();
  for (const { node, criticalNs } of nodes) {
    if (criticalNs === 0) continue;
    const { service, name } = node.span;
    const key = `${service}\n${name}`;
    const sum = criticalNs + (sums.get(key)?.durationNs ?? 0);
    sums.set(key, { service, name, durationNs: sum, share: sum / durationNs });
  }
  return [...sums.values()].sort((one, other) => other.durationNs - one.durationNs);
}

function startOf(spans: readonly KeptSpan[]): bigint {
  return (
    spans.reduce<bigint | undefined>((least, { startUnixNano }) => {
      return least === undefined || startUnixNano < least ? startUnixNano : least;
    }, undefined) ?? 0n
  );
}
