import { quote } from '../labels/index.ts';

/** `word` is any keyword that is neither operator nor aggregation; `name` may hold colons only as `metric_name`. */
export type TokenKind =
  | 'end'
  | 'name'
  | 'metric_name'
  | 'string'
  | 'number'
  | 'duration'
  | 'operator'
  | 'aggregate'
  | 'word'
  | 'punctuation';

export interface Token {
  readonly kind: TokenKind;
  /** As written; of operators, aggregations and words in lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS: ReadonlyMap<string, TokenKind> = new Map([
  ...kinds('operator', ['and', 'or', 'unless', 'atan2']),
  ...kinds('aggregate', [
    ...['avg', 'bottomk', 'count', 'count_values', 'group', 'limitk', 'limit_ratio', 'max', 'min'],
    ...['quantile', 'stddev', 'stdvar', 'sum', 'topk'],
  ]),
  ...kinds('word', ['offset', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'start', 'end']),
  ...kinds('number', ['inf', 'nan']),
]);
const LONGEST_KEYWORD = Math.max(...[...KEYWORDS.keys()].map((keyword) => keyword.length));

/** The token of a word that stands outside braces: keywords are known in any case. */
export function wordToken(text: string, start: number): Token {
  const end = start + text.length;
  if (text.includes(':')) return { kind: 'metric_name', text, start, end };
  const lower = text.length <= LONGEST_KEYWORD ? text.toLowerCase() : text;
  const kind = KEYWORDS.get(lower);
  return kind ? { kind, text: kind === 'number' ? text : lower, start, end } : { kind: 'name', text, start, end };
}

const METRIC_WORDS: ReadonlySet<string> = new Set(['offset', 'by', 'without', 'start', 'end', 'and', 'or', 'unless']);

/** Keywords that name a metric where no operator can stand. */
export function canNameMetric({ kind, text }: Token): boolean {
  return kind === 'name' || kind === 'metric_name' || kind === 'aggregate' || METRIC_WORDS.has(text);
}

export function canBeginOperand(token: Token): boolean {
  const { kind, text } = token;
  if (kind === 'punctuation') return text === '(' || text === '{';
  if (kind === 'operator' && (text === '+' || text === '-')) return true;
  return kind === 'number' || kind === 'duration' || kind === 'string' || canNameMetric(token);
}

/** The token as "unexpected ..." names it; `written` is its text in the query. */
export function describe(token: Token, written: string): string {
  switch (token.kind) {
    case 'end':
      return 'end of input';
    case 'name':
      return `identifier ${quote(token.text)}`;
    case 'metric_name':
      return `metric identifier ${quote(token.text)}`;
    case 'operator':
      return `<op:${written}>`;
    case 'aggregate':
      return `<aggr:${written}>`;
    case 'word':
      return token.text === 'start' || token.text === 'end' ? quote(written) : `<${written}>`;
    case 'punctuation':
      return quote(token.text);
    default:
      return `${token.kind} ${shortened(token.text)}`;
  }
}

function shortened(text: string): string {
  return text.length > 10 ? `${quote(text.slice(0, 10))}...` : quote(text);
}

function kinds(kind: TokenKind, words: readonly string[]): [string, TokenKind][] {
  return words.map((word) => [word, kind]);
}
