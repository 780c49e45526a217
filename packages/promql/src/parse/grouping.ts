import { isLabelName, quote } from '../labels/index.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './token.ts';

const CONTEXT = 'grouping opts';

/** `(a, "b c", by)`: any word may name a label here. */
export function parseGroupingLabels(cursor: Cursor): { labels: string[]; end: number } {
  cursor.expect('(', CONTEXT, '"("');
  const labels: string[] = [];
  while (!cursor.isPunctuation(')')) {
    labels.push(parseLabel(cursor));
    if (!cursor.accept(',') && !cursor.isPunctuation(')')) cursor.unexpected(CONTEXT, '"," or ")"');
  }
  return { labels, end: cursor.advance().end };
}

function parseLabel(cursor: Cursor): string {
  if (!canBeLabel(cursor.token)) cursor.unexpected(CONTEXT, 'label');
  const token = cursor.advance();
  if (token.kind !== 'string') return cursor.query.slice(token.start, token.end);
  const label = cursor.stringValue(token);
  if (!isLabelName(label)) cursor.fail(token.start, `invalid label name for grouping: ${quote(label)}`);
  return label;
}

function canBeLabel({ kind, text }: Token): boolean {
  if (kind === 'operator') return /^[a-z]/.test(text);
  return kind === 'name' || kind === 'string' || kind === 'word' || kind === 'aggregate';
}
