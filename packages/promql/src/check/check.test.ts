import { describe, expect, it } from 'vitest';
import { ParseError } from '../ast/index.ts';
import { parse } from '../parse/index.ts';

describe('a query is refused', () => {
  it.each([
    ['', '1:1: parse error: no expression found in input'],
    ['sum(', '1:5: parse error: unclosed left parenthesis'],
    ['foo)', "1:5: parse error: unexpected right parenthesis ')'"],
    ['foo bar', '1:5: parse error: unexpected identifier "bar"'],
    ['sum(foo bar)', '1:9: parse error: unexpected identifier "bar" in aggregation'],
    ['foo{', '1:5: parse error: unexpected end of input inside braces'],
    ['foo{a="x" b="y"}', '1:11: parse error: unexpected identifier "b" in label matching, expected "," or "}"'],
    ['foo{,}', '1:5: parse error: unexpected "," in label matching, expected identifier or "}"'],
    ['foo{a!x}', "1:6: parse error: unexpected character after '!' inside braces: 'x'"],
    ['foo{a="("} & bar', "1:12: parse error: unexpected character: '&'"],
    ['ä', "1:1: parse error: unexpected character: 'ä'"],
    ['"ä🙂" $', "1:10: parse error: unexpected character: '$'"],
    [
      'foo +\n  rate(bar)',
      '2:8: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['foo[5m', '1:7: parse error: unclosed left bracket'],
    ['foo[]', '1:5: parse error: unexpected "]" in subquery or range selector, expected number or duration'],
    ['foo[5m:1m:]', '1:10: parse error: unexpected ":" in subquery selector, expected "]"'],
    ['foo[0]', '1:5: parse error: duration must be greater than 0'],
    ['foo[-5m]', '1:5: parse error: duration must be greater than 0'],
    ['foo[30s5m]', '1:5: parse error: not a valid duration string: "30s5m"'],
    ['foo[300y]', '1:5: parse error: duration out of range'],
    ['foo[5m + 1m]', '1:5: parse error: experimental duration expression is not enabled'],
    ['foo[step()]', '1:5: parse error: experimental duration expression is not enabled'],
    ['foo offset bar', '1:12: parse error: unexpected identifier "bar" in offset, expected number or duration'],
    ['foo offset 1m offset 1m', '1:1: parse error: offset may not be set multiple times'],
    ['foo offset 1m[5m]', '1:14: parse error: no offset modifiers allowed before range'],
    ['foo @ bar', '1:7: parse error: unexpected identifier "bar" in @, expected timestamp'],
    ['foo @ NaN', '1:1: parse error: timestamp out of bounds for @ modifier: NaN'],
    ['foo @ 1 @ 2', '1:1: parse error: @ <timestamp> may not be set multiple times'],
    [
      '(foo) offset 1m',
      '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    ['sum(foo)[5m]', '1:9: parse error: ranges only allowed for vector selectors'],
    ['foo[5m][5m:1m]', '1:1: parse error: subquery is only allowed on instant vector, got matrix instead'],
    ['foo + on bar', '1:10: parse error: unexpected identifier "bar" in grouping opts, expected "("'],
    ['sum by ("") (foo)', '1:9: parse error: invalid label name for grouping: ""'],
    ['foo + on(a) group_left(a) bar', '1:5: parse error: label "a" must not occur in ON and GROUP clause at once'],
    ['foo and on(a) group_left() bar', '1:1: parse error: no grouping allowed for "and" operation'],
    ['foo + on(a) 1', '1:1: parse error: vector matching only allowed between instant vectors'],
    ['foo + bool bar', '1:5: parse error: bool modifier can only be used on comparison operators'],
    ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['foo and 1', '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
    ['foo[5m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    [
      '-"a"',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
    ],
    [
      'sum(foo, bar)',
      '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 2',
    ],
    ['topk(foo, bar)', '1:6: parse error: expected type scalar in aggregation parameter, got instant vector'],
    ['rate()', '1:1: parse error: expected 1 argument(s) in call to "rate", got 0'],
    ['rate(foo[5m],)', '1:13: parse error: trailing commas not allowed in function call args'],
    ['label_join(foo)', '1:1: parse error: expected at least 3 argument(s) in call to "label_join", got 1'],
    ['round(foo, 1, 2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    [
      'label_join(foo, "a", "b", 1)',
      '1:27: parse error: expected type string in call to function "label_join", got scalar',
    ],
    ['nope(foo)', '1:1: parse error: unknown function with name "nope"'],
    ['1 + info(foo)', '1:5: parse error: function "info" is experimental and not supported'],
    ['limitk(1, foo)', '1:1: parse error: limitk() is experimental and not supported'],
    ['{a=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['foo{__name__="bar"}', '1:1: parse error: metric name must not be set twice: "foo" or "bar"'],
    ['{"foo", "bar"}', '1:1: parse error: metric name must not be set twice: "foo" or "bar"'],
    ['{"\\xff"="bar"}', '1:2: parse error: invalid name: "\\xff" is not UTF-8'],
    ['{a=~"x("}', '1:2: parse error: error parsing regexp: missing closing ): `^(?s:x()$`'],
    ['"abc', '1:1: parse error: unterminated quoted string'],
    ['"\\q"', "1:1: parse error: unknown escape sequence U+0071 'q'"],
    ['"\\ud800"', '1:1: parse error: escape sequence is an invalid Unicode code point'],
    ['0b1', '1:1: parse error: bad number or duration syntax: "0"'],
    ['1__0', '1:1: parse error: error parsing number: invalid syntax: "1__0"'],
    ['0x', '1:1: parse error: error parsing number: invalid syntax: "0x"'],
  ])('%s', (query, message) => {
    expect(() => parse(query)).toThrow(ParseError);
    expect(() => parse(query)).toThrow(message);
  });

  it('with line and column apart from the message', () => {
    try {
      parse('foo +\n ä');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ line: 2, column: 2, offset: 7, reason: "unexpected character: 'ä'" });
    }
  });
});

describe('a query is accepted', () => {
  it.each([
    '{__name__=~"a.*", __name__!~"ab"}',
    'foo{a="", b!=""}',
    'round(foo)',
    'hour()',
    'label_join(foo, "a", "b")',
    'label_join(foo, "a", "b", "c", "d", "e")',
    '1 + on() 2',
    'foo offset 0s offset 5m',
    'limitk + info',
    'first_over_time(foo[5m])',
    'histogram_quantile(1./6., foo)',
    'foo == on(a) group_left(b) bar',
  ])('%s', (query) => {
    expect(() => parse(query)).not.toThrow();
  });
});
