import { describe, expect, it } from 'vitest';
import type { Binary, Expr, MatrixSelector, Subquery, VectorSelector } from '../ast/index.ts';
import { print } from '../ast/index.ts';
import { parse } from './parse.ts';

describe('operators', () => {
  it.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 * 2 + 3', '((1 * 2) + 3)'],
    ['8 - 4 - 2', '((8 - 4) - 2)'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-1 ^ 2', '-((1 ^ 2))'],
    ['-1 * 2', '(-1 * 2)'],
    ['2 ^ -3 * 4', '((2 ^ -3) * 4)'],
    ['2 ^ -3 ^ 4', '(2 ^ -((3 ^ 4)))'],
    ['--1', '1'],
    ['-foo * bar', '(-(foo) * bar)'],
    ['foo atan2 bar % 2', '((foo atan2 bar) % 2)'],
    ['a or b and c unless d', '(a or ((b and c) unless d))'],
    ['a > b + c == d', '((a > (b + c)) == d)'],
    ['foo offset -2 ^ 2', '(foo offset -2s ^ 2)'],
    ['foo offset 100 + 2', '(foo offset 1m40s + 2)'],
    ['rate(a[5m]) / b offset 1d', '(rate(a[5m]) / b offset 1d)'],
    ['-foo @ 10', '-(foo @ 10.000)'],
    ['1 == bool 2', '(1 == bool 2)'],
    ['or or or', '(or or or)'],
  ])('%s is %s', (query, structure) => {
    expect(parenthesised(parse(query))).toBe(structure);
  });
});

describe('printing', () => {
  it.each([
    ['SUM(foo) BY (job)', 'sum by (job) (foo)'],
    ['sum without() (foo)', 'sum without () (foo)'],
    ['sum by () (foo)', 'sum(foo)'],
    ['topk by (a,) (3,foo)', 'topk by (a) (3, foo)'],
    ['count_values("v", foo)', 'count_values("v", foo)'],
    ['sum by ("a label", on) (foo)', 'sum by ("a label", on) (foo)'],
    ['foo+ignoring(a)group_left bar', 'foo + ignoring (a) group_left () bar'],
    ['foo + on() group_right(x, y) bar', 'foo + on () group_right (x, y) bar'],
    ['foo + ignoring() bar', 'foo + bar'],
    ['a and on(b) c', 'a and on (b) c'],
    ['foo{a="b",}', 'foo{a="b"}'],
    ["{__name__='foo'}", '{__name__="foo"}'],
    ['{"my metric", "a label"=~`\\d`}', '{__name__="my metric","a label"=~"\\\\d"}'],
    ['foo[1800]', 'foo[30m]'],
    ['foo[1m500ms] offset -1h @ 1m40s', 'foo[1m500ms] @ 100.000 offset -1h'],
    ['foo[5m:]@end()', 'foo[5m:] @ end()'],
    ['(a + b)[1h:30s] offset 5m', '(a + b)[1h:30s] offset 5m'],
    ['predict_linear(foo[1h], 1d12h)', 'predict_linear(foo[1h], 1d12h)'],
    ['foo # a comment\n + # another\n bar', 'foo + bar'],
    ['sum', 'sum'],
    ['sum{by="x"}', 'sum{by="x"}'],
    ['by + without', 'by + without'],
    ['START + End', 'START + End'],
    ['time ( )', 'time()'],
  ])('%s is %s', (query, text) => {
    expect(print(parse(query))).toBe(text);
  });
});

describe('numbers', () => {
  it.each([
    ['0x1f', 31],
    ['0X_1_F', 31],
    ['010', 8],
    ['08', 8],
    ['1_000.5e1_0', 1000.5e10],
    ['.5', 0.5],
    ['5.', 5],
    ['-1e-3', -0.001],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['nAn', Number.NaN],
    ['1h30m', 5400],
    ['1y1w1d1h1m1s1ms', 365 * 86_400 + 8 * 86_400 + 3661.001],
    ['-5m', -300],
    ['0s', 0],
  ])('%s is %d', (query, value) => {
    expect(parse(query)).toMatchObject({ type: 'number', value });
  });

  it.each([
    ['1e21', '1000000000000000000000'],
    ['1e-7', '0.0000001'],
    ['1.5e300', `15${'0'.repeat(299)}`],
    ['-0', '-0'],
    ['1 + +Inf', '1 + +Inf'],
    ['Inf ^ 2', 'Inf ^ 2'],
  ])('%s prints as %s', (query, text) => {
    expect(print(parse(query))).toBe(text);
  });
});

describe('strings', () => {
  it.each([
    ['"a\\n\\"\\t\\\\"', 'a\n"\t\\'],
    ["'\\''", "'"],
    ['`\\n`', '\\n'],
    ['`a\nb`', 'a\nb'],
    ['"\\u00e4\\U0001f642\\x41\\102"', 'ä🙂AB'],
    ['"\\303\\244\\xf0\\x9f\\x99\\x82"', 'ä🙂'],
    ['"\\xff\\xc3z"', '\udcff\udcc3z'],
    ['"#"', '#'],
  ])('%s', (query, value) => {
    expect(parse(query)).toMatchObject({ type: 'string', value });
  });

  it('keep bytes that are no UTF-8 when printed', () => {
    expect(print(parse('"\\xff\\u200b\\x01"'))).toBe('"\\xff\\u200b\\x01"');
  });
});

describe('selectors', () => {
  it('hold the name as a matcher too', () => {
    const { name, matchers } = parse('up{job="api"}') as VectorSelector;
    expect([name, ...matchers.map(String)]).toEqual(['up', 'job="api"', '__name__="up"']);
  });

  it('keep offset and @ of a range on the selector inside', () => {
    const { rangeMs, selector } = parse('up[5m] offset 1m @ 3') as MatrixSelector;
    expect(rangeMs).toBe(300_000);
    expect(selector).toMatchObject({ offsetMs: 60_000, at: { kind: 'timestamp', timestampMs: 3000 } });
  });

  it('become subqueries with a step or without', () => {
    expect(parse('up[5m:10s] offset -1s') as Subquery).toMatchObject({
      rangeMs: 300_000,
      stepMs: 10_000,
      offsetMs: -1000,
    });
    expect(parse('up[5m:] @ start()')).not.toHaveProperty('stepMs');
  });

  it('stand where they say', () => {
    const query = ' foo{a="b"} offset 1m   + (bar)';
    const { range, left, right } = parse(query) as Binary;
    const texts = [range, left.range, right.range].map(({ start, end }) => query.slice(start, end));
    expect(texts).toEqual(['foo{a="b"} offset 1m   + (bar)', 'foo{a="b"} offset 1m', '(bar)']);
  });
});

/** The structure, with parentheses around every operator's work. */
function parenthesised(expr: Expr): string {
  if (expr.type === 'unary') return `${expr.operator}(${parenthesised(expr.expr)})`;
  if (expr.type !== 'binary') return print(expr);
  const bool = expr.returnBool ? ' bool' : '';
  return `(${parenthesised(expr.left)} ${expr.operator}${bool} ${parenthesised(expr.right)})`;
}
