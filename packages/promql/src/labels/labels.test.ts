import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLabels, formatLabels, Labels, LabelsBuilder, Matcher } from './index.ts';

const anyLabels = fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 })).map(Labels.from);

describe('labels', () => {
  it('are sorted by name, without empty values', () => {
    const labels = Labels.from({ job: 'api', __name__: 'up', empty: '' });
    expect([...labels]).toEqual([
      ['__name__', 'up'],
      ['job', 'api'],
    ]);
    expect(labels.get('job')).toBe('api');
    expect(labels.get('nothing')).toBe('');
    expect(labels.metricName).toBe('up');
  });

  it('have equal keys exactly when they are equal', () => {
    fc.assert(
      fc.property(anyLabels, anyLabels, (a, b) => {
        const same = JSON.stringify([...a]) === JSON.stringify([...b]);
        expect(a.key === b.key).toBe(same);
        expect(a.equals(b)).toBe(same);
        expect(compareLabels(a, b) === 0).toBe(same);
      }),
    );
  });

  it('are changed into others', () => {
    const labels = Labels.from({ a: '1', b: '2' });
    expect(labels.with('c', '3').toRecord()).toEqual({ a: '1', b: '2', c: '3' });
    expect(labels.with('a', '').toRecord()).toEqual({ b: '2' });
    expect(labels.without(new Set(['a'])).toRecord()).toEqual({ b: '2' });
    expect(labels.keep(new Set(['a', 'x'])).toRecord()).toEqual({ a: '1' });
    expect(labels.without(new Set(['x']))).toBe(labels);
    expect(labels.keep(new Set())).toBe(Labels.empty);
  });

  it('are built step by step', () => {
    const built = new LabelsBuilder(Labels.from({ a: '1', b: '2', c: '3' }))
      .set('a', '')
      .set('d', '4')
      .del('b')
      .build();
    expect(built.toRecord()).toEqual({ c: '3', d: '4' });
    expect(new LabelsBuilder(built).keep('d').build().toRecord()).toEqual({ d: '4' });
  });

  it.each([
    [{}, '{}'],
    [{ __name__: 'up' }, 'up'],
    [{ __name__: 'up', job: 'a"b' }, 'up{job="a\\"b"}'],
    [{ job: 'x' }, '{job="x"}'],
    [{ __name__: 'a name', 'a label': 'x' }, '{"a name", "a label"="x"}'],
  ])('of %j are written %s', (record, text) => {
    expect(formatLabels(Labels.from(record))).toBe(text);
  });
});

describe('a matcher', () => {
  it.each([
    ['=', 'a', ['a'], ['', 'b']],
    ['!=', 'a', ['', 'b'], ['a']],
    ['=~', 'a|b', ['a', 'b'], ['', 'ab']],
    ['=~', 'a.*', ['a', 'a\nb'], ['ba']],
    ['!~', 'a.*', ['', 'ba'], ['a']],
    ['!~', 'a|b', ['', 'c'], ['a', 'b']],
    ['=~', '.+', ['x'], ['']],
    ['!~', '.*', [], ['', 'x']],
  ] as const)('%s "%s"', (operator, value, matching, others) => {
    const matcher = new Matcher('label', operator, value);
    expect(matching.filter((text) => !matcher.matches(text))).toEqual([]);
    expect(others.filter((text) => matcher.matches(text))).toEqual([]);
  });

  it('knows the values that can match when they are few', () => {
    expect(new Matcher('a', '=', 'x').candidates).toEqual(['x']);
    expect(new Matcher('a', '=~', 'x|y').candidates).toEqual(['x', 'y']);
    expect(new Matcher('a', '=~', 'x.*').candidates).toBeUndefined();
    expect(new Matcher('a', '!~', 'x|y').candidates).toBeUndefined();
  });

  it('is written as in a query', () => {
    expect(String(new Matcher('job', '=~', 'a\\.b'))).toBe('job=~"a\\\\.b"');
    expect(String(new Matcher('a label', '!=', '\n'))).toBe('"a label"!="\\n"');
  });
});
