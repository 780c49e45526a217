import { compileRegex } from '@seaworthy/promql';
import { goQuote } from './go-text.ts';
import type { LabelSet } from './label-set.ts';
import { compareText } from './label-set.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label; a label that is not there has the value ''. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
  readonly matches: (value: string) => boolean;
}

const OPERATORS: readonly MatchOperator[] = ['=', '!=', '=~', '!~'];
const RESERVED = /[\s{}!=~,\\"'`]/u;

/** Throws when the value of `=~` or `!~` is no regular expression. */
export function matcher(name: string, operator: MatchOperator, value: string): Matcher {
  return { name, operator, value, matches: predicate(operator, value) };
}

function predicate(operator: MatchOperator, value: string): (text: string) => boolean {
  if (operator === '=') return (text) => text === value;
  if (operator === '!=') return (text) => text !== value;
  const regex = compileRegex(value);
  return operator === '=~' ? (text) => regex.test(text) : (text) => !regex.test(text);
}

/** Whether all of them hold; none hold for anything. */
export function matchesAll(matchers: readonly Matcher[], labels: LabelSet): boolean {
  return matchers.every(({ name, matches }) => matches(labels[name] ?? ''));
}

/** `severity="critical"`; a name that the syntax would stumble over is put in quotes. */
export function formatMatcher({ name, operator, value }: Matcher): string {
  if (RESERVED.test(name)) return `${goQuote(name)}${operator}${goQuote(value)}`;
  return `${name}${operator}"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

/** `{a="b",c=~"d"}` */
export function formatMatchers(matchers: readonly Matcher[]): string {
  return `{${matchers.map(formatMatcher).join(',')}}`;
}

export function sortMatchers(matchers: readonly Matcher[]): Matcher[] {
  return [...matchers].sort(compareMatchers);
}

export function compareMatchers(a: Matcher, b: Matcher): number {
  const byOperator = () => OPERATORS.indexOf(a.operator) - OPERATORS.indexOf(b.operator);
  return compareText(a.name, b.name) || compareText(a.value, b.value) || byOperator();
}

export function sameMatcher(a: Matcher, b: Matcher): boolean {
  return a.name === b.name && a.operator === b.operator && a.value === b.value;
}
