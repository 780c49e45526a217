import { describe, expect, it } from 'vitest';
import { alignedOf, nameOfSeries, samplesOf } from './matrix.ts';

const answer = (data: unknown) => ({ data, warnings: [], infos: [] });
const asked = { start: 100, end: 130, step: 10 };

describe('a range', () => {
  it('has a value or a gap at every step', () => {
    const result = [
      {
        metric: { slot: 'blue' },
        values: [
          [100, '1'],
          [120, '2.5'],
        ],
      },
      {
        metric: { slot: 'green' },
        values: [
          [110, 'NaN'],
          [120, '+Inf'],
          [130, '4'],
        ],
      },
    ];
    expect(alignedOf(answer({ resultType: 'matrix', result }), asked)).toEqual({
      times: [100, 110, 120, 130],
      series: [
        { labels: { slot: 'blue' }, values: [1, null, 2.5, null] },
        { labels: { slot: 'green' }, values: [null, null, null, 4] },
      ],
    });
  });

  it('keeps the last step when the step is no whole number', () => {
    const { times } = alignedOf(answer({ resultType: 'matrix', result: [] }), { start: 0, end: 0.9, step: 0.3 });
    expect(times).toHaveLength(4);
  });
});

it('reads vectors and scalars, infinite ones too', () => {
  const vector = [{ metric: { __name__: 'up' }, value: [1, '+Inf'] }];
  expect(samplesOf(answer({ resultType: 'vector', result: vector }))[0]?.value).toBe(Number.POSITIVE_INFINITY);
  expect(samplesOf(answer({ resultType: 'scalar', result: [1, '42'] }))).toEqual([{ labels: {}, value: 42 }]);
});

it('names a series as it is asked for', () => {
  expect(nameOfSeries({ __name__: 'up', job: 'api' })).toBe('up{job="api"}');
  expect(nameOfSeries({ __name__: 'up', job: 'api' }, false)).toBe('{job="api"}');
  expect(nameOfSeries({})).toBe('value');
});
