import { sampleSpan } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { ancestorsOf, parentsFrom, treeRows } from './tree-rows.ts';

const span = (spanId: string, depth: number, status: 'ok' | 'error' = 'ok') => sampleSpan({ spanId, depth, status });
const tree = [span('a', 0), span('b', 1), span('c', 2, 'error'), span('d', 2), span('e', 1), span('f', 0, 'error')];
const shown = (collapsed: string[]) => treeRows(tree, new Set(collapsed)).map((row) => row.span.spanId);

it('shows parents before children, and hides what lies below a collapsed one', () => {
  expect(shown([])).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect(shown(['b'])).toEqual(['a', 'b', 'e', 'f']);
  expect(shown(['a', 'b'])).toEqual(['a', 'f']);
});

it('counts what lies below, and the errors that are hidden', () => {
  const rows = treeRows(tree, new Set(['b', 'f']));
  expect(rows.map(({ below, isCollapsed, hiddenErrors }) => [below, isCollapsed, hiddenErrors])).toEqual([
    [4, false, 0],
    [2, true, 1],
    [0, false, 0],
    // Nothing lies below it: there is nothing to collapse.
    [0, false, 0],
  ]);
});

it('knows which spans to open so that one is seen, and which can be collapsed', () => {
  expect(ancestorsOf(tree, 'd')).toEqual(['b', 'a']);
  expect(ancestorsOf(tree, 'f')).toEqual([]);
  expect(ancestorsOf(tree, 'unknown')).toEqual([]);
  expect([...parentsFrom(tree, 1)]).toEqual(['b']);
});
