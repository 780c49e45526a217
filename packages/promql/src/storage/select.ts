import type { Labels } from '../labels/labels.ts';
import { compareLabels } from '../labels/labels.ts';
import { joined } from './chunks/join.ts';
import type { StoredSeries } from './port.ts';

/**
 * Merges answers that are each in the order of labels; answers are given in the order of their times, so the samples of
 * equal labels follow each other.
 */
export function mergeSeries(answers: readonly StoredSeries[][]): StoredSeries[] {
  return mergeAll(
    answers,
    ({ labels }) => labels,
    (earlier, later) => ({ labels: earlier.labels, ...joined([earlier, later]) }),
  );
}

export function mergeLabels(answers: readonly (readonly Labels[])[]): Labels[] {
  return mergeAll(
    answers.map((answer) => [...answer]),
    (labels) => labels,
    (earlier) => earlier,
  );
}

/** Pairs, then pairs of pairs: every series is compared as often as the number of answers has binary digits. */
function mergeAll<Item>(
  answers: readonly Item[][],
  labelsOf: (item: Item) => Labels,
  both: (earlier: Item, later: Item) => Item,
): Item[] {
  if (answers.length <= 1) return answers[0] ?? [];
  const middle = answers.length >>> 1;
  const earlier = mergeAll(answers.slice(0, middle), labelsOf, both);
  const later = mergeAll(answers.slice(middle), labelsOf, both);
  if (earlier.length === 0 || later.length === 0) return earlier.length > 0 ? earlier : later;
  return mergeTwo(earlier, later, labelsOf, both);
}

function mergeTwo<Item>(
  a: readonly Item[],
  b: readonly Item[],
  labelsOf: (item: Item) => Labels,
  both: (earlier: Item, later: Item) => Item,
): Item[] {
  const merged: Item[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] as Item, b[j] as Item];
    const order = orderOf(labelsOf(left), labelsOf(right));
    merged.push(order === 0 ? both(left, right) : order < 0 ? left : right);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  for (; i < a.length; i++) merged.push(a[i] as Item);
  for (; j < b.length; j++) merged.push(b[j] as Item);
  return merged;
}

function orderOf(a: Labels, b: Labels): number {
  return a === b ? 0 : compareLabels(a, b);
}
