import type { VectorSelector } from '../ast/index.ts';
import type { MatchOperator } from '../labels/index.ts';
import { isValidText, Matcher, METRIC_NAME, quote } from '../labels/index.ts';
import { RegexError } from '../regex/index.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './token.ts';

/** A selector whose metric name, if it has one before the braces, was passed already. */
export function parseSelector(cursor: Cursor, name?: Token): VectorSelector {
  const start = name?.start ?? cursor.token.start;
  const braces = cursor.accept('{') && parseMatchers(cursor);
  const matchers = braces?.matchers ?? [];
  const nameText = name ? cursor.query.slice(name.start, name.end) : '';
  if (name) matchers.push(new Matcher(METRIC_NAME, '=', nameText));
  const end = braces?.end ?? name?.end ?? start;
  return { type: 'vector_selector', name: nameText, matchers, offsetMs: 0, range: { start, end } };
}

function parseMatchers(cursor: Cursor): { matchers: Matcher[]; end: number } {
  const matchers: Matcher[] = [];
  while (!cursor.isPunctuation('}')) {
    matchers.push(parseMatcher(cursor));
    if (!cursor.accept(',') && !cursor.isPunctuation('}')) cursor.unexpected('label matching', '"," or "}"');
  }
  return { matchers, end: cursor.advance().end };
}

function parseMatcher(cursor: Cursor): Matcher {
  const { kind } = cursor.token;
  if (kind !== 'name' && kind !== 'string') cursor.unexpected('label matching', 'identifier or "}"');
  const nameToken = cursor.advance();
  const name = kind === 'string' ? quotedName(cursor, nameToken) : nameToken.text;
  if (cursor.token.kind !== 'operator' && !cursor.isPunctuation('=')) {
    if (kind === 'string') return new Matcher(METRIC_NAME, '=', name);
    cursor.unexpected('label matching', 'label matching operator');
  }
  const operator = cursor.advance().text as MatchOperator;
  if (cursor.token.kind !== 'string') cursor.unexpected('label matching', 'string');
  const matcher = newMatcher(cursor, nameToken, name, operator, cursor.stringValue(cursor.token));
  cursor.advance();
  return matcher;
}

function newMatcher(cursor: Cursor, nameToken: Token, name: string, operator: MatchOperator, value: string): Matcher {
  try {
    return new Matcher(name, operator, value);
  } catch (error) {
    if (error instanceof RegexError) cursor.fail(nameToken.start, error.message);
    throw error;
  }
}

function quotedName(cursor: Cursor, token: Token): string {
  const name = cursor.stringValue(token);
  if (!isValidText(name)) cursor.fail(token.start, `invalid name: ${quote(name)} is not UTF-8`);
  return name;
}
