import { sampleRoute } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import type { RouteBranch } from './route-words.ts';
import { labelsText, litBy, parseLabels, treeOf } from './route-words.ts';

const nodes = [
  sampleRoute(),
  sampleRoute({ depth: 1, receiver: 'db', matchers: ['team="db"'] }),
  sampleRoute({ depth: 2, receiver: 'night', repeatIntervalMs: 60_000, muteTimeIntervals: ['day'] }),
  sampleRoute({ depth: 1, receiver: 'web', groupBy: ['...'] }),
];

it('makes of the list the tree that it is, each with its place', () => {
  const names = ({ node, place, children }: RouteBranch): unknown => [node.receiver, place, ...children.map(names)];
  const tree = treeOf(nodes);
  expect(tree && names(tree)).toEqual(['ops', 0, ['db', 1, ['night', 2]], ['web', 3]]);
  expect(treeOf([])).toBeUndefined();
});

it('says of a route what it does not have from above', () => {
  const tree = treeOf(nodes);
  expect(tree?.facts).toEqual([
    'together by alertname',
    'waits 30 s for company',
    'news every 5 min',
    'again after 4 h',
  ]);
  expect(tree?.children[0]?.facts).toEqual([]);
  expect(tree?.children[0]?.children[0]?.facts).toEqual(['again after 1 min', 'quiet in day']);
  expect(tree?.children[1]?.facts).toEqual(['every alert by itself']);
});

it('lights up the way, and what becomes of the alert at its ends', () => {
  const lit = litBy([
    { way: [0, 1, 2], verdict: 'told' },
    { way: [0, 3], verdict: 'quiet' },
  ]);
  expect([...lit]).toEqual([
    [0, 'on_the_way'],
    [1, 'on_the_way'],
    [2, 'told'],
    [3, 'quiet'],
  ]);
});

it.each([
  ['alertname=Down severity=critical', { alertname: 'Down', severity: 'critical' }],
  ['{alertname="Down", where="the \\"door\\""}', { alertname: 'Down', where: 'the "door"' }],
  ['a=b, c=d,', { a: 'b', c: 'd' }],
  ['', {}],
])('%s are labels', (text, labels) => {
  expect(parseLabels(text)).toEqual(labels);
  expect(parseLabels(labelsText(labels))).toEqual(labels);
});

it.each(['alertname', 'a=b c', '=b', 'a="b'])('%s are not', (text) => expect(parseLabels(text)).toBeUndefined());
