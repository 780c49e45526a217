import type { Labels } from '../labels/labels.ts';
import { compareLabels } from '../labels/labels.ts';
import { joined } from './chunks/join.ts';
import type { Pace } from './pace.ts';
import type { StoredSeries } from './port.ts';

/**
 * Merges answers that are each in the order of labels; answers are given in the order of their times, so the samples of
 * equal labels follow each other.
 */
export function mergeSeries(answers: readonly StoredSeries[][], pace: Pace): Promise<StoredSeries[]> {
  const labelsOf = ({ labels }: StoredSeries) => labels;
  return mergeAll(answers, pace, labelsOf, (earlier, later) => {
    const samples = joined([earlier, later]);
    pace.count(samples.timestamps.length);
    return { labels: earlier.labels, ...samples };
  });
}

export function mergeLabels(answers: readonly (readonly Labels[])[], pace: Pace): Promise<Labels[]> {
  const lists = answers.map((answer) => [...answer]);
  const itself = (labels: Labels) => labels;
  return mergeAll(lists, pace, itself, itself);
}

/** To compare two takes as long as so many samples to decode. */
const ITEM_SAMPLES = 10;

/** Pairs, then pairs of pairs: every series is compared as often as the number of answers has binary digits. */
async function mergeAll<Item>(
  answers: readonly Item[][],
  pace: Pace,
  labelsOf: (item: Item) => Labels,
  both: (earlier: Item, later: Item) => Item,
): Promise<Item[]> {
  if (answers.length <= 1) return answers[0] ?? [];
  const middle = answers.length >>> 1;
  const earlier = await mergeAll(answers.slice(0, middle), pace, labelsOf, both);
  const later = await mergeAll(answers.slice(middle), pace, labelsOf, both);
  if (earlier.length === 0 || later.length === 0) return earlier.length > 0 ? earlier : later;
  return mergeTwo(earlier, later, pace, labelsOf, both);
}

async function mergeTwo<Item>(
  a: readonly Item[],
  b: readonly Item[],
  pace: Pace,
  labelsOf: (item: Item) => Labels,
  both: (earlier: Item, later: Item) => Item,
): Promise<Item[]> {
  const merged: Item[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (pace.isOver) await pace.breathe();
    pace.count(ITEM_SAMPLES);
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
