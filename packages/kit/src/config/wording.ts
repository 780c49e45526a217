import type { z } from 'zod';
import { acceptedBy } from './coerce.ts';
import { expectedBy, oneOf } from './expected.ts';
import type { Hint } from './hint.ts';
import type { Schema } from './schema-walk.ts';
import { childSchemas, literalValues } from './schema-walk.ts';
import { suggest } from './suggest.ts';
import type { Node } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** A value that the schema refused, and all that is known about its place. */
export interface Subject {
  readonly issue: Issue;
  readonly path: readonly PropertyKey[];
  readonly node: Node | undefined;
  readonly hint: Hint | undefined;
  readonly schemas: readonly Schema[];
  readonly secret: boolean;
}

export interface Wording {
  readonly message: string;
  readonly fix: string;
}

/** `names` are the variables that could set it. */
export function describeMissing({ path, hint, schemas, secret }: Subject, names: readonly string[]): Wording {
  const expected = expectedAt(schemas);
  const shown = names.filter((name, index) => index === 0 || !name.startsWith(prefixOf(names[0])));
  const variable = shown.length > 0 ? `, or set ${shown.join(' or ')}` : '';
  const key = String(path.at(-1));
  const written = secret ? `${key}: \${file:/path}` : `${key}: ${hint?.example ?? '…'}`;
  return { message: `is missing: expected ${expected}`, fix: `Add "${written}"${variable}.` };
}

/** One prefixed spelling is enough to show; `APP_A__B` beside `APP__A__B` would only puzzle. */
function prefixOf(name: string | undefined): string {
  return name === undefined ? '' : `${name.split('__')[0]}_`;
}

export function describeWrong(subject: Subject): Wording {
  const { issue, hint, schemas, node, secret } = subject;
  const ownMessage = issue.code === 'custom' && issue.message !== 'Invalid input' ? issue.message : undefined;
  if (ownMessage) return { message: ownMessage.replace(/\.$/, ''), fix: fixOfCustom(issue) ?? 'Change the value.' };
  const got = describeNode(node, secret);
  const expected = hint?.expected ?? expectedByIssue(issue, schemas);
  return { message: `expected ${expected}, got ${got}`, fix: fixFor(subject) };
}

function fixOfCustom(issue: Issue): string | undefined {
  const fix: unknown = issue.code === 'custom' ? issue.params?.['fix'] : undefined;
  return typeof fix === 'string' ? fix : undefined;
}

function expectedAt(schemas: readonly Schema[]): string {
  return schemas[0] ? expectedBy(schemas[0]) : 'a value';
}

function expectedByIssue(issue: Issue, schemas: readonly Schema[]): string {
  switch (issue.code) {
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return formats[issue.format] ?? `a text that matches ${issue.pattern ?? issue.format}`;
    case 'invalid_key':
      return 'another key';
    case 'invalid_union':
      return 'options' in issue && issue.options
        ? oneOf(issue.options.filter((option) => option !== undefined))
        : expectedAt(schemas);
    default:
      return expectedAt(schemas);
  }
}

function unitOf(origin: string, amount: number | bigint): string {
  const unit = origin === 'string' ? ' character' : origin === 'array' ? ' item' : '';
  return unit === '' || Number(amount) === 1 ? unit : `${unit}s`;
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a URL',
  uuid: 'a UUID',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  datetime: 'a date and time such as 2026-01-31T12:00:00Z',
  date: 'a date such as 2026-01-31',
};

function fixFor({ issue, hint, node, schemas, secret }: Subject): string {
  const value = node?.kind === 'scalar' ? node.value : undefined;
  const ofHint = secret ? undefined : hint?.fix?.(node?.kind === 'scalar' ? value : undefined);
  if (ofHint) return ofHint;
  if (value === null || value === '') return 'Give it a value, or remove it.';
  const known = schemas.flatMap(literalValues).map(String);
  if (known.length > 0) return fixChoice(known, value, secret);
  if (issue.code === 'invalid_type') return fixType(issue.expected, schemas, secret, node);
  if (hint?.example) return `Write a value such as ${hint.example}.`;
  return fixLimit(issue) ?? 'Change the value.';
}

function fixLimit(issue: Issue): string | undefined {
  if (issue.code === 'too_small') return `Write ${issue.inclusive === false ? 'more' : `${issue.minimum} or more`}.`;
  if (issue.code === 'too_big') return `Write ${issue.inclusive === false ? 'less' : `${issue.maximum} or less`}.`;
  return issue.code === 'invalid_format' && issue.format === 'url'
    ? 'Write it in full: https://example.com/path.'
    : undefined;
}

function fixChoice(known: readonly string[], value: unknown, secret: boolean): string {
  const meant = secret ? undefined : suggest(String(value), known);
  return meant ? `Did you mean ${meant}?` : known.length === 1 ? `Write ${known[0]}.` : 'Write one of these.';
}

function fixType(expected: string, schemas: readonly Schema[], secret: boolean, node: Node | undefined): string {
  const text = node?.kind === 'scalar' ? node.text : '';
  if (expected === 'string' && node?.kind === 'scalar')
    return secret ? 'Put it in quotes.' : `Put it in quotes: "${text}".`;
  if (expected === 'boolean') return fixFlag(text.toLowerCase());
  if (expected === 'array') return text !== '' && !secret && holdsTexts(schemas) ? `Write [${text}].` : 'Write a list.';
  if (expected === 'object' || expected === 'record') return 'Write keys and values below it, indented.';
  return expected === 'number' || expected === 'int' ? 'Write a number, without quotes or unit.' : 'Change the value.';
}

function holdsTexts(schemas: readonly Schema[]): boolean {
  return acceptedBy(schemas.flatMap((schema) => childSchemas(schema, 0))).has('string');
}

function fixFlag(text: string): string {
  if (['yes', 'on', '1', 'y'].includes(text)) return 'Write true.';
  return ['no', 'off', '0', 'n'].includes(text) ? 'Write false.' : 'Write true or false.';
}

const longestShown = 60;

function describeNode(node: Node | undefined, secret: boolean): string {
  if (node === undefined) return 'nothing';
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'listing') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.value === null) return 'nothing';
  if (node.value === '') return 'an empty text';
  if (secret) return 'a value that is not shown';
  if (typeof node.value !== 'string') return node.text;
  return JSON.stringify(node.value.length > longestShown ? `${node.value.slice(0, longestShown)}…` : node.value);
}
