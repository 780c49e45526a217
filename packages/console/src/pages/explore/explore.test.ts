import { describe, expect, it } from 'vitest';
import { drawnOf } from './drawn-series.ts';
import { placeOf, plainMessage } from './fault-place.ts';
import { readHistory, remember } from './history.ts';
import { metricsOf, questionAbout } from './metrics.ts';
import { startersOf } from './starters.ts';

const answer = (data: unknown) => ({ data, warnings: [], infos: [] });

describe('history', () => {
  const storage = (): Pick<Storage, 'getItem' | 'setItem'> => {
    const kept = new Map<string, string>();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  };

  it('keeps the last twenty, each once, the last one first', () => {
    const browser = storage();
    for (let number = 0; number < 25; number++) remember(`up + ${number}`, browser);
    remember('up + 20', browser);
    const kept = readHistory(browser);
    expect([kept.length, kept[0], kept[1], kept.at(-1)]).toEqual([20, 'up + 20', 'up + 24', 'up + 5']);
  });

  it('is empty where a browser keeps nothing, or something else', () => {
    const full = {
      getItem: () => '{broken',
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect([readHistory(full), remember('up', full)]).toEqual([[], []]);
  });
});

it.each([
  ['invalid parameter "query": 1:4: parse error: unexpected end', { line: 1, column: 4, message: 'unexpected end' }],
  ['2:10: parse error: unknown function', { line: 2, column: 10, message: 'unknown function' }],
  ['query timed out in query queue', undefined],
])('the place of %j', (message, place) => expect(placeOf(message)).toEqual(place));

it('says what is wrong without what only programs need', () => {
  expect(plainMessage('invalid parameter "query": 1:4: parse error: unexpected end')).toBe(
    'Line 1, character 4: unexpected end',
  );
});

describe('metrics', () => {
  const names = answer(['b_total', 'c_bucket', 'c_count', 'c_sum', 'd_count', 'up']);
  const metadata = answer({
    b_total: [{ type: 'counter', help: 'Presses.' }],
    c: [{ type: 'histogram', help: 'How long.' }],
    d: [{ type: 'gauge', help: 'Other.' }],
  });
  const metrics = metricsOf(names, metadata);

  it('are listed once each, with what is said of them', () => {
    expect(metrics.map(({ name, type }) => [name, type])).toEqual([
      ['b_total', 'counter'],
      ['c', 'histogram'],
      ['d_count', 'unknown'],
      ['up', 'unknown'],
    ]);
  });

  it('are asked for in the way of their type', () => {
    expect(metrics.map(questionAbout)).toEqual([
      'rate(b_total[5m])',
      'histogram_quantile(0.95, sum by (le) (rate(c_bucket[5m])))',
      'd_count',
      'up',
    ]);
  });

  it('give questions that have an answer here, and no others', () => {
    expect(startersOf(metrics).map(({ words }) => words)).toEqual([
      'Does everything show its metrics?',
      'Presses.',
      'How long.',
    ]);
    expect(startersOf([])).toEqual([]);
  });
});

describe('many series', () => {
  const times = Array.from({ length: 1000 }, (_, index) => index);
  const many = (count: number) => ({
    times,
    series: Array.from({ length: count }, (_, index) => ({
      labels: { __name__: 'm', n: String(index) },
      values: times.map(() => (index % 2 === 0 ? index : null)),
    })),
  });

  it('are drawn as far as fifty thousand points go: the highest, in their order', () => {
    const { series, left } = drawnOf(many(60));
    expect([series.length, left]).toEqual([50, 10]);
    expect(series.at(-1)?.name).toBe('m{n="58"}');
  });

  it('are all drawn when they are few', () => expect(drawnOf(many(3)).left).toBe(0));
});
