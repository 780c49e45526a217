import { executionError } from '../../answer/query-error.ts';
import type { Column } from '../../values/column.ts';
import { isPresentAnywhere } from '../../values/column.ts';
import type { Turns } from '../../values/turns.ts';
import { eachInTurns, mapInTurns } from '../../values/turns.ts';
import type { Group } from './groups.ts';
import { valuesAtStep } from './groups.ts';

export type Rank = 'topk' | 'bottomk';

/** The k largest or smallest series of a group at each step, with their own labels; NaN comes last in both. */
export async function ranked(rank: Rank, { members }: Group, limits: Float64Array, turns: Turns): Promise<Column[]> {
  const empty = (column: Column) => ({ ...column, present: new Uint8Array(limits.length) });
  const kept = await mapInTurns(members, turns, empty);
  const scratch = new Float64Array(members.length);
  await eachInTurns(limits.entries(), turns, ([step, limit]) => {
    const values = valuesAtStep(members, step, scratch);
    const wanted = Math.min(Math.trunc(limit), values.length);
    if (wanted >= 1) keepBest(rank, members, kept, step, threshold(rank, values, wanted));
  });
  const chosen = kept.filter(isPresentAnywhere);
  return limits.length === 1
    ? chosen.sort((a, b) => compare(rank, a.values[0] as number, b.values[0] as number))
    : chosen;
}

/** Refuses a k that is no number of series. */
export function checkLimits(limits: Float64Array): void {
  for (const limit of limits) {
    if (Number.isNaN(limit)) throw executionError('Parameter value is NaN');
    if (Math.abs(limit) >= 2 ** 63) throw executionError(`Scalar value ${limit} overflows int64`);
  }
}

interface Threshold {
  /** The worst value that still belongs to the best k. */
  readonly value: number;
  /** How many series with exactly that value do: the first ones. */
  ties: number;
}

function threshold(rank: Rank, values: Float64Array, wanted: number): Threshold {
  const ascending = values.sort();
  const numbers = ascending.length - nansAtEnd(ascending);
  if (wanted > numbers) return { value: NaN, ties: wanted - numbers };
  const value = ascending[rank === 'topk' ? numbers - wanted : wanted - 1] as number;
  let better = 0;
  const nth = (index: number) => ascending[rank === 'topk' ? numbers - 1 - index : index] as number;
  while (nth(better) !== value) better++;
  return { value, ties: wanted - better };
}

/** The engine's sort of numbers puts NaN last. */
function nansAtEnd(sorted: Float64Array): number {
  let count = 0;
  while (count < sorted.length && Number.isNaN(sorted[sorted.length - 1 - count])) count++;
  return count;
}

function keepBest(
  rank: Rank,
  members: readonly Column[],
  kept: readonly Column[],
  step: number,
  worst: Threshold,
): void {
  for (const [i, { values, present }] of members.entries()) {
    if (!present[step]) continue;
    const order = compare(rank, values[step] as number, worst.value);
    if (order > 0 || (order === 0 && worst.ties-- <= 0)) continue;
    (kept[i] as Column).present[step] = 1;
  }
}

/** Negative when `a` comes before `b`. */
function compare(rank: Rank, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === b) return 0;
  return (rank === 'topk' ? a > b : a < b) ? -1 : 1;
}
