import { describe, expect, it } from 'vitest';
import { Labels } from '../../labels/labels.ts';
import { Matcher } from '../../labels/matcher.ts';
import { words } from '../chunks/words.ts';
import { Head } from './head.ts';

const HOUR = 3_600_000;

function put(head: Head, labels: Labels, timestampMs: number, value: number): string | boolean {
  const series = head.seriesOf(labels);
  if (!series) return 'limit';
  words.of(value);
  const { high, low } = words;
  const outcome = head.accept(series, timestampMs, high, low);
  return outcome === 'ok' ? head.put(series, timestampMs, high, low) : outcome;
}

function read(head: Head, matcher: Matcher): Record<string, [number, number][]> {
  const found = head.find([matcher]).map((series) => {
    const samples = head.samplesOf(series, -Infinity, Infinity);
    const pairs = [...(samples?.timestamps ?? [])].map((t, i): [number, number] => [t, samples?.values[i] ?? NaN]);
    return [series.labels.get('i'), pairs] as const;
  });
  return Object.fromEntries(found);
}

const seriesNamed = (i: number | string) => Labels.from({ __name__: 'up', i: `${i}` });

describe('the head', () => {
  it('refuses what is older, and another value at the same time', () => {
    const head = new Head(2 * HOUR, 10);
    expect(put(head, seriesNamed(1), 1000, 1)).toBe(true);
    expect(put(head, seriesNamed(1), 999, 1)).toBe('out_of_order');
    expect(put(head, seriesNamed(1), 1000, 2)).toBe('duplicate');
    expect(put(head, seriesNamed(1), 1001, 2)).toBe(true);
    expect(read(head, new Matcher('i', '=', '1'))).toEqual({
      1: [
        [1000, 1],
        [1001, 2],
      ],
    });
  });

  it('refuses a new series over the limit and still takes samples of those that it has', () => {
    const head = new Head(2 * HOUR, 2);
    expect([1, 2, 3].map((i) => put(head, seriesNamed(i), 1000, 1))).toEqual([true, true, 'limit']);
    expect(put(head, seriesNamed(2), 2000, 1)).toBe(true);
  });

  it('finds series in the order of their labels, whenever they came', () => {
    const head = new Head(2 * HOUR, 100);
    for (const i of ['c', 'a', 'd']) put(head, seriesNamed(i), 1000, 1);
    expect(Object.keys(read(head, new Matcher('__name__', '=', 'up')))).toEqual(['a', 'c', 'd']);
    for (const i of ['b', 'e', '']) put(head, seriesNamed(i), 1000, 1);
    expect(Object.keys(read(head, new Matcher('__name__', '=', 'up')))).toEqual(['', 'a', 'b', 'c', 'd', 'e']);
  });

  it('never takes a series that it let go for the one that is asked for in its place', () => {
    const head = new Head(2 * HOUR, 10);
    const ask = (labels: readonly Labels[]) => {
      let last: ReturnType<typeof head.seriesOf>;
      return labels.map((each) => {
        last = head.seriesOf(each, last);
        return last;
      });
    };
    const own = ask(['a', 'b', 'c'].map(seriesNamed)).map((series) => series?.labels ?? Labels.empty);
    for (const labels of own) put(head, labels, 1000, 1);
    put(head, own[0] as Labels, 3 * HOUR, 1);
    head.drop(0);
    const again = ask(own);
    expect(again[0]?.labels).toBe(own[0]);
    expect(again.map((series) => series?.isKept)).toEqual([true, true, true]);
    expect(again.map((series) => series?.labels.get('i'))).toEqual(['a', 'b', 'c']);
    expect(new Set(again.map((series) => `${series?.slot}`)).size).toBe(3);
  });

  it('lets a time range go with the series that ended in it; their places are taken again', () => {
    const head = new Head(2 * HOUR, 3);
    for (let t = 0; t < 4 * HOUR; t += 60_000) {
      put(head, seriesNamed('lives'), t, t);
      if (t < HOUR) put(head, seriesNamed('ended'), t, 1);
    }
    expect(head.ranges()).toEqual([0, 2 * HOUR]);
    const cut = [...head.chunksIn(0)].map(({ labels, chunks }) => [
      labels.get('i'),
      chunks.reduce((n, c) => n + c.count, 0),
    ]);
    expect(cut).toEqual([
      ['ended', 60],
      ['lives', 120],
    ]);

    head.floorMs = 2 * HOUR;
    head.drop(0);
    expect(head.ranges()).toEqual([2 * HOUR]);
    expect(head.seriesCount).toBe(1);
    expect(head.samples).toBe(120);
    const left = read(head, new Matcher('i', '=~', '.+'));
    expect(Object.keys(left)).toEqual(['lives']);
    expect(left['lives']?.[0]).toEqual([2 * HOUR, 2 * HOUR]);
    expect(put(head, seriesNamed('other'), HOUR, 1)).toBe('out_of_order');
    expect(put(head, seriesNamed('new'), 4 * HOUR, 7)).toBe(true);
    expect(read(head, new Matcher('i', '=', 'new'))).toEqual({ new: [[4 * HOUR, 7]] });
  });
});
