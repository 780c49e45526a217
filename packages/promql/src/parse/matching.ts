import type { BinaryOperator, Cardinality, VectorMatching } from '../ast/index.ts';
import { isSetOperator } from '../ast/index.ts';
import type { Cursor } from './cursor.ts';
import { parseGroupingLabels } from './grouping.ts';

const SIDES: Readonly<Record<string, Cardinality>> = { group_left: 'many-to-one', group_right: 'one-to-many' };

export interface BinaryModifiers {
  readonly returnBool: boolean;
  readonly matching: VectorMatching;
}

/** What may stand between an operator and its right side: `bool on(a) group_left(b)`. */
export function parseBinaryModifiers(cursor: Cursor, operator: BinaryOperator): BinaryModifiers {
  const returnBool = cursor.isWord('bool');
  if (returnBool) cursor.advance();
  const on = cursor.isWord('on');
  if (!on && !cursor.isWord('ignoring')) return { returnBool, matching: matchingOf(operator, { on }) };
  cursor.advance();
  const { labels } = parseGroupingLabels(cursor);
  const cardinality = cursor.token.kind === 'word' ? SIDES[cursor.token.text] : undefined;
  if (!cardinality) return { returnBool, matching: matchingOf(operator, { on, labels }) };
  cursor.advance();
  const include = cursor.isPunctuation('(') ? parseGroupingLabels(cursor).labels : [];
  return { returnBool, matching: matchingOf(operator, { on, labels, include, cardinality }) };
}

function matchingOf(operator: BinaryOperator, written: Partial<VectorMatching>): VectorMatching {
  const cardinality = isSetOperator(operator) ? 'many-to-many' : 'one-to-one';
  return { cardinality, on: false, labels: [], include: [], ...written };
}
