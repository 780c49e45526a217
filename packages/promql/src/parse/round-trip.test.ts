import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expr } from '../ast/index.ts';
import { ParseError, print } from '../ast/index.ts';
import { parse } from './parse.ts';
import { queryText } from './testing.ts';

describe('any query', () => {
  it('that is valid prints as text that means the same', () => {
    let accepted = 0;
    fc.assert(
      fc.property(queryText(), (query) => {
        const expr = parsed(query);
        if (!expr) return;
        accepted++;
        const text = print(expr);
        expect(meaning(parse(text))).toEqual(meaning(expr));
        expect(print(parse(text))).toBe(text);
        expect(text).not.toContain('\n');
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(250);
  });

  it('has parts that stand where they say', () => {
    fc.assert(
      fc.property(queryText({ since: '2.42' }), (query) => {
        const expr = parsed(query);
        for (const part of expr ? parts(expr) : []) {
          const alone = parsed(query.slice(part.range.start, part.range.end));
          expect(alone && meaning(alone)).toEqual(meaning(part));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('that is damaged is refused with a ParseError', () => {
    const damaged = fc.tuple(queryText({ mistypedPercent: 10 }), fc.nat(), fc.nat(4), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(damaged, ([query, where, cut, inserted]) => {
        const at = where % (query.length + 1);
        parsed(query.slice(0, at) + inserted + query.slice(at + cut));
      }),
      { numRuns: 1500 },
    );
  });
});

describe('garbage', () => {
  it('is refused with a ParseError', () => {
    const characters = fc.constantFrom(...'()[]{}"\'`\\,:=!~<>+-*/%^@#_.0129axmse \n\t', 'ä', '🙂', '\ud800', '\0');
    const words = fc.constantFrom(
      'sum',
      'by',
      'offset',
      'rate',
      '5m',
      'foo',
      'on',
      'bool',
      'start()',
      '"x"',
      '=~',
      'nan',
    );
    const texts = fc.array(fc.oneof(characters, words, fc.string()), { maxLength: 20 });
    fc.assert(
      fc.property(texts, (pieces) => void parsed(pieces.join(''))),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['parentheses', '('.repeat(100_000)],
    ['closed parentheses', '('.repeat(5000) + '1' + ')'.repeat(5000)],
    ['signs', '-'.repeat(100_000) + 'a'],
    ['powers', '2^'.repeat(100_000) + '2'],
    ['sums', `1${'+1'.repeat(50_000)}`],
    ['subqueries', `a${'[5m:1m]'.repeat(50_000)}`],
    ['calls', 'abs('.repeat(5000)],
    ['groups of a regular expression', `{a=~"${'('.repeat(50_000)}"}`],
  ])('of too many %s is refused with a ParseError', (_, query) => {
    expect(() => parse(query)).toThrow(ParseError);
  });

  it('is what a long query is not', () => {
    expect(parse(Array.from({ length: 900 }, (_, index) => `m${index}`).join(' or ')).type).toBe('binary');
  });
});

/** The query's tree, or undefined when it is refused; fails when it is refused in any other way. */
function parsed(query: string): Expr | undefined {
  try {
    return parse(query);
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
    return undefined;
  }
}

/** The tree without what does not change its value: places, and the text a matcher was read from. */
function meaning(expr: Expr): unknown {
  return JSON.parse(
    JSON.stringify(expr, (key, value) => {
      if (key === 'range') return undefined;
      return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
    }),
  );
}

function parts(expr: Expr): Expr[] {
  switch (expr.type) {
    case 'call':
      return [...expr.args];
    case 'binary':
      return [expr.left, expr.right].flatMap((side) => [side, ...parts(side)]);
    case 'aggregate':
    case 'unary':
    case 'paren':
      return [expr.expr, ...parts(expr.expr)];
    default:
      return [];
  }
}
