import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Labels } from '../../labels/labels.ts';
import type { MatchOperator } from '../../labels/matcher.ts';
import { Matcher } from '../../labels/matcher.ts';
import { intersect, union, without } from './ids.ts';
import { MemoryIndex } from './memory-index.ts';
import { literalPrefix } from './prefix.ts';
import { resolve } from './resolve.ts';

const values = ['', 'a', 'b', 'ab', 'abc', 'api-1', 'api-2', 'x.y', 'A'];
const regexes = [
  '',
  'a',
  'a|b',
  'a|',
  'api-.*',
  'ab?',
  'ab?c*',
  '.*',
  '.+',
  'x.y',
  'x\\.y',
  '(?i)a',
  '[ab].*',
  'ab{0,1}',
  'a{2}|b',
  '^ab$',
];
const name = fc.constantFrom('n', 'm', 'absent');
const matcher = fc.oneof(
  fc.tuple(name, fc.constantFrom<MatchOperator>('=', '!='), fc.constantFrom(...values)),
  fc.tuple(name, fc.constantFrom<MatchOperator>('=~', '!~'), fc.constantFrom(...regexes)),
);
const labelSets = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...values), fc.constantFrom(...values), fc.nat(3))
    .map(([n, m, i]) => Labels.from({ n, m, i: `${i}` })),
  { selector: (labels) => labels.key, maxLength: 40 },
);

function indexOf(sets: readonly Labels[]): MemoryIndex {
  const index = new MemoryIndex((id) => sets[id]);
  for (const [id, labels] of sets.entries()) index.add(id, labels);
  return index;
}

describe('finding series', () => {
  it('gives the series for which every matcher holds, as if each were tried on each', () => {
    fc.assert(
      fc.property(labelSets, fc.array(matcher, { maxLength: 4 }), (sets, specs) => {
        const matchers = specs.map(([each, operator, value]) => new Matcher(each, operator, value));
        const expected = sets.flatMap((labels, id) =>
          matchers.every((each) => each.matches(labels.get(each.name))) ? [id] : [],
        );
        expect([...resolve(indexOf(sets), matchers)]).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('does not find series that were removed, and forgets names and values that nothing has any more', () => {
    fc.assert(
      fc.property(labelSets, fc.nat(3), matcher, (sets, modulus, [each, operator, value]) => {
        const index = indexOf(sets);
        const gone = [...sets.keys()].filter((id) => id % (modulus + 1) === 0);
        index.remove(
          Uint32Array.from(gone),
          gone.map((id) => sets[id] ?? Labels.empty),
        );
        const left = [...sets.entries()].filter(([id]) => !gone.includes(id));
        const matching = new Matcher(each, operator, value);
        const expected = left.filter(([, labels]) => matching.matches(labels.get(each))).map(([id]) => id);
        expect([...resolve(index, [matching])]).toEqual(expected);
        expect(new Set(index.names())).toEqual(new Set(left.flatMap(([, labels]) => [...labels.names])));
        expect(new Set(index.values('n'))).toEqual(new Set(left.map(([, labels]) => labels.get('n')).filter(Boolean)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('sets of ids', () => {
  const ids = fc.uniqueArray(fc.nat(60), { maxLength: 40 }).map((list) => Uint32Array.from(list).sort());

  it('agree with plain sets', () => {
    fc.assert(
      fc.property(ids, ids, ids, (a, b, c) => {
        expect([...intersect(a, b)]).toEqual([...a].filter((id) => b.includes(id)));
        expect([...without(a, b)]).toEqual([...a].filter((id) => !b.includes(id)));
        expect([...union([a, b, c])]).toEqual([...new Set([...a, ...b, ...c])].sort((x, y) => x - y));
      }),
    );
  });
});

describe('the literal prefix of a regular expression', () => {
  it.each([
    ['api-.*', 'api-'],
    ['api', 'api'],
    ['ab?c', 'a'],
    ['ab*', 'a'],
    ['ab{0,1}', 'a'],
    ['ab+', 'ab'],
    ['a|b', ''],
    ['api-(1|2)', ''],
    ['(?i)api', ''],
    ['a\\.b', 'a'],
    ['.*', ''],
    ['', ''],
  ])('of %s is %j', (regex, prefix) => {
    expect(literalPrefix(regex)).toBe(prefix);
  });
});
