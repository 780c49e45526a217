import type { VectorSelector } from '../ast/index.ts';
import { ParseError } from '../ast/index.ts';
import { METRIC_NAME, quote } from '../labels/index.ts';

/** A metric has one name, and a selector must not select every series there is. */
export function checkSelector(query: string, expr: VectorSelector): void {
  const fail = (reason: string) => {
    throw new ParseError(query, expr.range.start, reason);
  };
  const names = expr.matchers.filter((matcher) => matcher.name === METRIC_NAME);
  const [first, second] = expr.name === '' ? names.filter(({ operator }) => operator === '=') : names.toReversed();
  if (first && second) fail(`metric name must not be set twice: ${quote(first.value)} or ${quote(second.value)}`);
  const selective = expr.matchers.some((matcher) => !matcher.matchesEmpty);
  if (!selective) fail('vector selector must contain at least one non-empty matcher');
}
