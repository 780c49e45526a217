import type { RouteNode, RouteOutcome } from '@seaworthy/api';
import { formatSpan } from '../../text/spans.ts';

/** A place of the tree with those below it. */
export interface RouteBranch {
  readonly node: RouteNode;
  /** Its place in the list. */
  readonly place: number;
  /** What it does not have from the one above it. */
  readonly facts: readonly string[];
  readonly children: readonly RouteBranch[];
}

/** The list as the tree that it is: each place comes after the one above it. */
export function treeOf(nodes: readonly RouteNode[]): RouteBranch | undefined {
  return nodes[0] && branchAt(nodes, 0, undefined);
}

function branchAt(nodes: readonly RouteNode[], place: number, parent: RouteNode | undefined): RouteBranch | undefined {
  const node = nodes[place];
  if (node === undefined) return undefined;
  const after = nodes.slice(place + 1);
  const end = after.findIndex(({ depth }) => depth <= node.depth);
  const below = end === -1 ? after : after.slice(0, end);
  const children = below.flatMap(({ depth }, index) => {
    const child = depth === node.depth + 1 ? branchAt(nodes, place + 1 + index, node) : undefined;
    return child ? [child] : [];
  });
  return { node, place, facts: factsOf(node, parent), children };
}

function factsOf(node: RouteNode, parent: RouteNode | undefined): string[] {
  const facts: readonly [own: string, above: string | undefined][] = [
    [groupingOf(node), parent && groupingOf(parent)],
    [
      `waits ${formatSpan(node.groupWaitMs)} for company`,
      parent && `waits ${formatSpan(parent.groupWaitMs)} for company`,
    ],
    [`news every ${formatSpan(node.groupIntervalMs)}`, parent && `news every ${formatSpan(parent.groupIntervalMs)}`],
    [
      `again after ${formatSpan(node.repeatIntervalMs)}`,
      parent && `again after ${formatSpan(parent.repeatIntervalMs)}`,
    ],
  ];
  return [
    ...facts.filter(([own, above]) => own !== above).map(([own]) => own),
    ...(node.muteTimeIntervals.length > 0 ? [`quiet in ${node.muteTimeIntervals.join(', ')}`] : []),
    ...(node.activeTimeIntervals.length > 0 ? [`only in ${node.activeTimeIntervals.join(', ')}`] : []),
  ];
}

function groupingOf({ groupBy }: RouteNode): string {
  if (groupBy.length === 0) return 'all together';
  return groupBy[0] === '...' ? 'every alert by itself' : `together by ${groupBy.join(', ')}`;
}

/** What becomes of an alert at each place of the tree; where it is told anywhere, that is what is shown. */
export function litBy(outcomes: readonly Pick<RouteOutcome, 'way' | 'verdict'>[]) {
  const lit = new Map<number, 'on_the_way' | 'told' | 'quiet'>();
  for (const { way } of outcomes) for (const place of way) lit.set(place, 'on_the_way');
  for (const { way, verdict } of outcomes) {
    const end = way.at(-1);
    if (end !== undefined && lit.get(end) !== 'told') lit.set(end, verdict);
  }
  return lit;
}

/** Labels as somebody types them: `alertname=Down severity=critical`, with commas, quotes or braces or without. */
export function parseLabels(text: string): Record<string, string> | undefined {
  const pair = /[\s,]*([^\s{}!=~,"'`]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,{}"]*))/y;
  const given = text
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .replace(/[\s,]+$/, '');
  const labels: Record<string, string> = {};
  while (pair.lastIndex < given.length) {
    const [whole, name = '', quoted, plain = ''] = pair.exec(given) ?? [];
    if (whole === undefined) return undefined;
    labels[name] = quoted?.replace(/\\(.)/g, '$1') ?? plain;
  }
  return labels;
}

export function labelsText(labels: Readonly<Record<string, string>>): string {
  const words = Object.entries(labels).map(([name, value]) => {
    return /^[^\s,{}"\\]+$/.test(value) ? `${name}=${value}` : `${name}="${value.replace(/[\\"]/g, '\\$&')}"`;
  });
  return words.join(' ');
}
