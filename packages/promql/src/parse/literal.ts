import type { NumberLiteral } from '../ast/index.ts';
import { parseDuration, parseNumber } from '../literals/index.ts';
import type { Cursor } from './cursor.ts';

/** A number or a duration; wherever one may stand, so may the other, as seconds. */
export function parseNumberLiteral(cursor: Cursor): NumberLiteral {
  const token = cursor.advance();
  const range = { start: token.start, end: token.end };
  if (token.kind === 'number') {
    const value = parseNumber(token.text);
    if (value === undefined)
      cursor.fail(token.start, `error parsing number: invalid syntax: ${JSON.stringify(token.text)}`);
    return { type: 'number', value, duration: false, range };
  }
  const durationMs = parseDuration(token.text);
  if (typeof durationMs !== 'number') cursor.fail(token.start, durationMs.problem);
  return { type: 'number', value: durationMs / 1000, duration: true, range };
}

/** The same with any sign before it; undefined, and nothing passed, when there is no such thing. */
export function parseSignedNumber(cursor: Cursor, context: string, expected: string): NumberLiteral {
  const { text, start } = cursor.token;
  const signed = text === '-' || text === '+';
  if (signed) cursor.advance();
  const { kind } = cursor.token;
  if (kind !== 'number' && kind !== 'duration') cursor.unexpected(context, expected);
  const literal = parseNumberLiteral(cursor);
  if (!signed) return literal;
  return { ...literal, value: text === '-' ? -literal.value : literal.value, range: { start, end: literal.range.end } };
}
