import { goUnquote } from './go-text.ts';
import type { Token, TokenKind } from './lexer.ts';
import { Lexer, MatcherSyntaxError } from './lexer.ts';
import type { Matcher, MatchOperator } from './matcher.ts';
import { matcher } from './matcher.ts';

/** `{foo="bar", "any name"=~"x.*"}` with or without braces, in the syntax that allows any UTF-8 in names and bare values. */
export function parseUtf8Matchers(input: string): Matcher[] {
  const lexer = new Lexer(input);
  const isOpen = lexer.peek().kind === '{';
  if (isOpen) lexer.next();
  const found: Matcher[] = [];
  while (!isClosing(lexer)) {
    found.push(parseOne(lexer));
    const after = peek(lexer, 'expected a comma or close brace');
    if (after.kind === ',') lexer.next();
    else if (after.kind !== '}' && after.kind !== 'end') throw unexpected(after, 'expected a comma or close brace');
  }
  close(lexer, isOpen);
  return found;
}

/** Nothing at all is a list too, and so is one that ends with a comma. */
function isClosing(lexer: Lexer): boolean {
  return ['}', 'end'].includes(peek(lexer, 'expected label name').kind);
}

function parseOne(lexer: Lexer): Matcher {
  const name = textOf(take(lexer, ['word', 'quoted'], 'expected label name'));
  const operator = take(lexer, ['operator'], "expected an operator such as '=', '!=', '=~' or '!~'").text;
  const value = textOf(take(lexer, ['word', 'quoted'], 'expected label value'));
  return matcher(name, operator as MatchOperator, value);
}

function take(lexer: Lexer, kinds: readonly TokenKind[], wanted: string): Token {
  const token = peek(lexer, wanted);
  if (token.kind === 'end') throw new MatcherSyntaxError(`0:${lexer.length}: end of input: ${wanted}`);
  if (!kinds.includes(token.kind)) throw unexpected(token, wanted);
  return lexer.next();
}

function peek(lexer: Lexer, wanted: string): Token {
  try {
    return lexer.peek();
  } catch (error) {
    throw error instanceof MatcherSyntaxError ? new MatcherSyntaxError(`${error.message}: ${wanted}`) : error;
  }
}

function textOf({ kind, text, start, end }: Token): string {
  const value = kind === 'quoted' ? goUnquote(text) : text;
  if (value === undefined) throw new MatcherSyntaxError(`${start}:${end}: ${text}: invalid input`);
  return value;
}

function close(lexer: Lexer, isOpen: boolean): void {
  const token = lexer.next();
  if (isOpen && token.kind === 'end') {
    throw new MatcherSyntaxError(`0:${lexer.length}: end of input: expected close brace`);
  }
  if (!isOpen && token.kind === '}') throw new MatcherSyntaxError(`0:${lexer.length}: }: expected opening brace`);
  if (!isOpen) return;
  const rest = lexer.next();
  if (rest.kind !== 'end') throw unexpected(rest, 'expected end of input');
}

function unexpected({ text, start, end }: Token, wanted: string): MatcherSyntaxError {
  return new MatcherSyntaxError(`${start}:${end}: unexpected ${text}: ${wanted}`);
}
