import { MatcherSyntaxError } from './lexer.ts';
import type { Matcher, MatchOperator } from './matcher.ts';
import { matcher } from './matcher.ts';

const ONE = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|=|!=|!~)\s*(.*?)\s*$/s;

/** `{foo="bar", job=~web.*}` in the older syntax: ASCII names, forgiving escapes, values bare or in double quotes. */
export function parseClassicMatchers(input: string): Matcher[] {
  return split(input.replace(/^\{/, '').replace(/\}$/, '')).map(parseOne);
}

function split(text: string): string[] {
  const parts: string[] = [];
  let [part, isQuoted, isEscaped] = ['', false, false];
  for (const character of text) {
    if (!isQuoted && character === ',') {
      parts.push(part);
      part = '';
      continue;
    }
    if (character === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = !isEscaped && character === '\\';
    part += character;
  }
  return part === '' ? parts : [...parts, part];
}

function parseOne(text: string): Matcher {
  const [, name, operator, value] = ONE.exec(text) ?? [];
  if (name === undefined || operator === undefined || value === undefined) {
    throw new MatcherSyntaxError(`bad matcher format: ${text}`);
  }
  return matcher(name, operator as MatchOperator, unescapeValue(value));
}

function unescapeValue(raw: string): string {
  const isQuoted = raw.startsWith('"');
  const hasEnd = isQuoted && raw.length > 1 && /(?:^|[^\\])(?:\\\\)*"$/.test(raw.slice(1));
  const inner = isQuoted ? raw.slice(1, hasEnd ? -1 : undefined) : raw;
  if (isQuoted !== hasEnd || /"/.test(inner.replace(/\\./gs, ''))) {
    throw new MatcherSyntaxError(`matcher value contains unescaped double quote: ${raw}`);
  }
  return inner.replace(/\\([n"\\])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
