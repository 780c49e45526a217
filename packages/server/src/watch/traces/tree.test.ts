import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Placed } from './tree.ts';
import { growTree } from './tree.ts';
import { extentOf, treeTimes } from './tree-times.ts';

type Row = [id: string, parent: string | undefined, startNs: number, endNs: number];
const span = ([spanId, parentSpanId, startNs, endNs]: Row): Placed => ({ spanId, parentSpanId, startNs, endNs });
const look = (rows: readonly Row[]) =>
  growTree(rows.map(span)).map((node) => [node.depth, node.span.spanId, node.place]);

/** Few ids and few times, so that twins, rings, orphans and equal starts all happen. */
const anySpans = fc.array(
  fc
    .record({
      id: fc.integer({ min: 0, max: 9 }),
      parent: fc.option(fc.integer({ min: 0, max: 11 }), { nil: undefined }),
      startNs: fc.integer({ min: -20, max: 60 }),
      tookNs: fc.integer({ min: 0, max: 40 }),
    })
    .map(({ id, parent, startNs, tookNs }) =>
      span([`s${id}`, parent === undefined ? undefined : `s${parent}`, startNs, startNs + tookNs]),
    ),
  { maxLength: 14 },
);
const shuffled = anySpans.chain((spans) =>
  fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
);
const flat = (spans: readonly Placed[]) => {
  const nodes = growTree(spans);
  const times = treeTimes(nodes);
  return nodes.map((node) => ({
    ...node.span,
    ...{ depth: node.depth, place: node.place, twins: node.twins, above: node.parent?.span.spanId },
    ...times.get(node),
  }));
};

describe('a tree of spans', () => {
  it('has parents before children, and earlier siblings first', () => {
    const rows: Row[] = [
      ['c', 'a', 5, 9],
      ['d', 'b', 3, 4],
      ['b', 'a', 1, 4],
      ['a', undefined, 0, 10],
    ];
    expect(look(rows)).toEqual([
      [0, 'a', 'root'],
      [1, 'b', 'child'],
      [2, 'd', 'child'],
      [1, 'c', 'child'],
    ]);
  });

  it('marks a span whose parent is not there', () => {
    expect(
      look([
        ['b', 'lost', 1, 2],
        ['c', 'b', 1, 2],
      ]),
    ).toEqual([
      [0, 'b', 'orphan'],
      [1, 'c', 'child'],
    ]);
  });

  it('opens a ring at its earliest span, and keeps what hangs below it', () => {
    const rows: Row[] = [
      ['x', 'z', 2, 9],
      ['y', 'x', 1, 9],
      ['z', 'y', 3, 9],
      ['below', 'x', 0, 1],
    ];
    expect(look(rows)).toEqual([
      [0, 'y', 'cycle'],
      [1, 'z', 'child'],
      [2, 'x', 'child'],
      [3, 'below', 'child'],
    ]);
    expect(look([['own', 'own', 0, 1]])).toEqual([[0, 'own', 'cycle']]);
  });

  it('shows one of those that share an id, and says how many there are', () => {
    const [node, ...others] = growTree([span(['a', undefined, 0, 5]), span(['a', undefined, 0, 9])]);
    expect({ endNs: node?.span.endNs, twins: node?.twins, others }).toEqual({ endNs: 9, twins: 1, others: [] });
  });

  it('goes as deep as a chain of spans does', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      span([`s${at}`, at === 0 ? undefined : `s${at - 1}`, at, 40_000 - at]),
    );
    const nodes = growTree(chain.toReversed());
    expect(nodes.at(-1)?.depth).toBe(19_999);
    expect(treeTimes(nodes).size).toBe(20_000);
  });

  it('is the same in whatever order the spans come, with the same times', () => {
    fc.assert(
      fc.property(shuffled, ([spans, other]) => {
        expect(flat(other)).toEqual(flat(spans));
      }),
      { numRuns: 400 },
    );
  });

  it('loses no span, and shows none twice', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const ids = growTree(spans).map((node) => node.span.spanId);
        expect(ids.toSorted()).toEqual([...new Set(spans.map(({ spanId }) => spanId))].sort());
      }),
    );
  });
});

describe('the times of a tree', () => {
  const timesOf = (rows: readonly Row[]) => {
    const nodes = growTree(rows.map(span));
    return Object.fromEntries(
      [...treeTimes(nodes)].map(
        ([
          {
            span: { spanId },
          },
          times,
        ]) => [spanId, times],
      ),
    );
  };

  it('tell what a span did itself: children that overlap count once, and only inside it', () => {
    const times = timesOf([
      ['a', undefined, 0, 100],
      ['b', 'a', 10, 40],
      ['c', 'a', 30, 60],
      ['d', 'a', 90, 130],
    ]);
    expect(times['a']?.selfNs).toBe(100 - 50 - 10);
  });

  it('follow the work that the trace waited for', () => {
    const times = timesOf([
      ['a', undefined, 0, 100],
      ['slow', 'a', 10, 90],
      ['beside', 'a', 10, 50],
      ['inner', 'slow', 20, 80],
    ]);
    expect(times).toEqual({
      a: { selfNs: 20, criticalNs: 20 },
      slow: { selfNs: 20, criticalNs: 20 },
      inner: { selfNs: 60, criticalNs: 60 },
      beside: { selfNs: 40, criticalNs: 0 },
    });
  });

  it('follow work that goes on after its parent has ended', () => {
    const times = timesOf([
      ['publish', undefined, 0, 10],
      ['consume', 'publish', 30, 100],
    ]);
    expect(times).toEqual({
      publish: { selfNs: 10, criticalNs: 10 },
      consume: { selfNs: 70, criticalNs: 70 },
    });
  });

  it('never give the path more time than the trace took, nor a span more than it took', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const nodes = growTree(spans);
        const { startNs, endNs } = extentOf(nodes.map((node) => node.span));
        const times = [...treeTimes(nodes)];
        const path = times.reduce((sum, [, { criticalNs }]) => sum + criticalNs, 0);
        expect(path).toBeLessThanOrEqual(endNs - startNs);
        for (const [{ span: each }, { selfNs, criticalNs }] of times) {
          expect(Math.max(selfNs, criticalNs)).toBeLessThanOrEqual(each.endNs - each.startNs);
          expect(Math.min(selfNs, criticalNs)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
