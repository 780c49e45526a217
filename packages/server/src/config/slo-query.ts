import type { Expr } from '@seaworthy/promql';
import { ParseError, parse, valueType } from '@seaworthy/promql';

/** What stands in a query of `slos:` for the time that it counts over. */
export const WINDOW_VARIABLE = '$window';

export interface QueryMistake {
  readonly message: string;
  readonly fix: string;
}

/** These tell of a second or of a moment, not of everything within the window. */
const notCounts: Readonly<Record<string, string>> = {
  rate: 'gives events per second, and counts are needed',
  irate: 'gives events per second, and counts are needed',
  deriv: 'gives a slope, and counts are needed',
  idelta: 'sees the last two samples only, and counts are needed',
};

/** What is wrong with a query that is to count events within `$window`; undefined when nothing is. */
export function countingMistake(query: string): QueryMistake | undefined {
  if (!query.includes(WINDOW_VARIABLE)) {
    const fix = `Count over it: sum(increase(requests_total[${WINDOW_VARIABLE}])).`;
    return { message: `has no ${WINDOW_VARIABLE}, the time to count over`, fix };
  }
  try {
    return mistakeOf(parse(query.replaceAll(WINDOW_VARIABLE, '5m')));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { message: error.message, fix: 'Mend the query.' };
  }
}

function mistakeOf(expr: Expr): QueryMistake | undefined {
  const type = valueType(expr);
  if (type !== 'vector') return { message: `gives a ${type}, and counts are needed`, fix: 'Count with increase().' };
  const call = callsIn(expr).find((name) => name in notCounts);
  if (call === undefined) return undefined;
  return { message: `${call}() ${notCounts[call]}`, fix: `Write increase() instead of ${call}().` };
}

function callsIn(expr: Expr): string[] {
  switch (expr.type) {
    case 'call':
      return [expr.function.name, ...expr.args.flatMap(callsIn)];
    case 'aggregate':
    case 'subquery':
    case 'unary':
    case 'paren':
      return callsIn(expr.expr);
    case 'binary':
      return [...callsIn(expr.left), ...callsIn(expr.right)];
    default:
      return [];
  }
}
