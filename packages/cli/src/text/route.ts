import type { RouteNode, RouteOutcome } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { formatDuration } from './duration.ts';

/** The tree, two blanks a level; what a route has from the one above it is not said again. */
export function routeTree(nodes: readonly RouteNode[], style: Style): string {
  return nodes.map((node, index) => nodeLine(node, above(nodes, index), style)).join('\n');
}

function above(nodes: readonly RouteNode[], index: number): RouteNode | undefined {
  const { depth = 0 } = nodes[index] ?? {};
  return nodes.slice(0, index).findLast((each) => each.depth === depth - 1);
}

function nodeLine(node: RouteNode, parent: RouteNode | undefined, style: Style): string {
  const { groupWaitMs, groupIntervalMs, repeatIntervalMs } = node;
  const facts = [
    ['group by', node.groupBy.join(', ') || 'nothing', parent?.groupBy.join(', ') || 'nothing'],
    ['wait', formatDuration(groupWaitMs), parent && formatDuration(parent.groupWaitMs)],
    ['interval', formatDuration(groupIntervalMs), parent && formatDuration(parent.groupIntervalMs)],
    ['repeat', formatDuration(repeatIntervalMs), parent && formatDuration(parent.repeatIntervalMs)],
  ].filter(([, own, inherited]) => parent === undefined || own !== inherited);
  const said = [
    ...facts.map(([name, own]) => `${name} ${own}`),
    ...(node.continue ? ['goes on to the next'] : []),
    ...(node.muteTimeIntervals.length > 0 ? [`quiet in ${node.muteTimeIntervals.join(', ')}`] : []),
    ...(node.activeTimeIntervals.length > 0 ? [`only in ${node.activeTimeIntervals.join(', ')}`] : []),
  ];
  const quietNow = node.mutedBy.length > 0 ? style.doubtful('  (quiet now)') : '';
  const matchers =
    node.matchers.length === 0 ? (node.depth === 0 ? 'every alert' : 'every other') : node.matchers.join(' ');
  const detail = said.length === 0 ? '' : style.dim(`  [${said.join('; ')}]`);
  return `${'  '.repeat(node.depth)}${matchers} -> ${style.bold(node.receiver)}${detail}${quietNow}`;
}

export function outcomesText(outcomes: readonly RouteOutcome[], style: Style): string {
  return outcomes.map((outcome) => outcomeText(outcome, style)).join('\n');
}

function outcomeText(outcome: RouteOutcome, style: Style): string {
  const { receiver, integrations, verdict, reasons, path, groupWaitMs, repeatIntervalMs } = outcome;
  const told = `is told by ${integrations.join(', ')}, ${formatDuration(groupWaitMs)} after the first alert of its group`;
  const first = `${style.bold(receiver)} ${verdict === 'told' ? style.good(told) : style.doubtful('is not told')}`;
  return [
    first,
    ...reasons.map(({ message }) => `  why not: ${message}`),
    `  by route: ${path.join(' > ')}`,
    ...(verdict === 'told' ? [`  told again after ${formatDuration(repeatIntervalMs)} while it lasts`] : []),
  ].join('\n');
}
