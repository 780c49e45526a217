import type { Expr } from '../ast/index.ts';
import { Labels, LabelsBuilder, METRIC_NAME } from '../labels/index.ts';
import type { Column } from '../values/column.ts';
import { isPresentAnywhere } from '../values/column.ts';
import { vectorValue } from '../values/value.ts';
import type { CallFunction } from './call-input.ts';
import { vectorArg } from './call-input.ts';

/** absent(v): 1 where the vector is empty. */
export const absent: CallFunction = (input) => {
  const taken = new Uint8Array(input.timesMs.length);
  for (const { present } of vectorArg(input, 0)) {
    for (let step = 0; step < taken.length; step++) taken[step] = (taken[step] as number) | (present[step] as number);
  }
  return vectorValue(onesWhereEmpty(taken, input.exprs[0]));
};

/** A series of 1 at the steps that nothing takes, labelled by what the selector asked for. */
export function onesWhereEmpty(taken: Uint8Array, expr: Expr | undefined): Column[] {
  const present = taken.map((each) => 1 - each);
  const column = { labels: askedLabels(expr), values: new Float64Array(taken.length).fill(1), present };
  return [column].filter(isPresentAnywhere);
}

/** The labels that a selector, in parentheses or not, gives one value by `=`; one that it names twice tells nothing. */
function askedLabels(expr: Expr | undefined): Labels {
  if (expr?.type === 'paren') return askedLabels(expr.expr);
  const selector = expr?.type === 'matrix_selector' ? expr.selector : expr;
  if (selector?.type !== 'vector_selector') return Labels.empty;
  const asked = new LabelsBuilder();
  const seen = new Set<string>();
  for (const { name, operator, value } of selector.matchers) {
    if (name === METRIC_NAME) continue;
    if (operator === '=' && !seen.has(name)) asked.set(name, value);
    else asked.del(name);
    if (operator === '=') seen.add(name);
  }
  return asked.build();
}
