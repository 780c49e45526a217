import { checkQuantiles } from '../../answer/annotations.ts';
import { executionError } from '../../answer/query-error.ts';
import type { Aggregate } from '../../ast/index.ts';
import type { Column } from '../../values/column.ts';
import type { Value } from '../../values/value.ts';
import { vectorValue } from '../../values/value.ts';
import type { Budget } from '../budget.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Grouping } from '../signature.ts';
import type { Steps } from '../steps.ts';
import { countValues } from './count-values.ts';
import type { Group } from './groups.ts';
import { groupColumns } from './groups.ts';
import { quantile } from './quantile.ts';
import { checkLimits, ranked } from './ranked.ts';
import type { RunningAggregation } from './running.ts';
import { avg, count, group, max, min, stddev, stdvar, sum } from './running.ts';

const RUNNING: ReadonlyMap<string, RunningAggregation> = new Map([
  ['sum', sum],
  ['avg', avg],
  ['count', count],
  ['group', group],
  ['min', min],
  ['max', max],
  ['stddev', stddev],
  ['stdvar', stdvar],
]);

export async function evaluateAggregate(node: Aggregate, steps: Steps, evaluation: Evaluation): Promise<Value> {
  const parameter = node.parameter && (await evaluation.evaluate(node.parameter, steps));
  const input = await evaluation.evaluate(node.expr, steps);
  const columns = input.type === 'vector' ? input.columns : [];
  return vectorValue(await aggregate(node, columns, parameter, steps, evaluation));
}

async function aggregate(
  node: Aggregate,
  columns: readonly Column[],
  parameter: Value | undefined,
  steps: Steps,
  evaluation: Evaluation,
): Promise<Column[]> {
  const grouping: Grouping = { by: !node.without, labels: node.grouping };
  const running = RUNNING.get(node.operator);
  const { budget } = evaluation;
  if (running) {
    return groupByGroup(columns, grouping, budget, async (each) => [await running(each, steps.count, budget)]);
  }
  if (parameter?.type === 'string') return countValues(parameter.value, columns, grouping, steps.count, budget);
  if (parameter?.type !== 'scalar') throw executionError(`${node.operator} needs a parameter`);
  return withScalar(node, columns, grouping, parameter.values, evaluation);
}

async function withScalar(
  node: Aggregate,
  columns: readonly Column[],
  grouping: Grouping,
  scalars: Float64Array,
  { annotations, budget }: Evaluation,
): Promise<Column[]> {
  const { operator } = node;
  if (operator === 'topk' || operator === 'bottomk') {
    checkLimits(scalars);
    return groupByGroup(columns, grouping, budget, (each) => ranked(operator, each, scalars, budget));
  }
  if (node.parameter) checkQuantiles(scalars, node.parameter.range, annotations);
  return groupByGroup(columns, grouping, budget, async (each) => [await quantile(each, scalars, budget)]);
}

async function groupByGroup(
  columns: readonly Column[],
  grouping: Grouping,
  budget: Budget,
  compute: (group: Group) => Promise<readonly Column[]>,
): Promise<Column[]> {
  const results: Column[] = [];
  for (const each of await groupColumns(columns, grouping, budget)) {
    for (const column of await compute(each)) results.push(column);
  }
  return results;
}
