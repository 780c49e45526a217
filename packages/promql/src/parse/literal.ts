import type { NumberLiteral } from '../ast/index.ts';
import { parseDuration, parseNumber } from '../literals/index.ts';
import type { Cursor } from './cursor.ts';

/** A number or a duration; wherever one may stand, so may the other, as seconds. */
export function parseNumberLiteral(cursor: Cursor): NumberLiteral {
  const { kind, text, start, end } = cursor.token;
  const duration = kind === 'duration';
  const value = duration ? durationSeconds(cursor, text) : parseNumber(text);
  if (value === undefined) cursor.fail(start, `error parsing number: invalid syntax: ${JSON.stringify(text)}`);
  cursor.advance();
  return { type: 'number', value, duration, range: { start, end } };
}

function durationSeconds(cursor: Cursor, text: string): number {
  const durationMs = parseDuration(text);
  return typeof durationMs === 'number' ? durationMs / 1000 : cursor.fail(cursor.token.start, durationMs.problem);
}

/** The same with any sign before it. */
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
