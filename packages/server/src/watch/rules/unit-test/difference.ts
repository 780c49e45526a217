import { compareLabels, formatLabels, formatNumber, Labels } from '@seaworthy/promql';
import type { RuleSample } from '../query.ts';
import type { ExpectedAlert } from './definition.ts';

/** What differs, expected and found below each other; undefined when nothing does. Order does not count. */
export function alertDifference(
  expected: readonly ExpectedAlert[],
  found: readonly ExpectedAlert[],
): string | undefined {
  return difference(expected.map(alertText).sort(), found.map(alertText).sort());
}

/** A NaN is nothing's equal, itself among them: as promtool has it. */
export function sampleDifference(expected: readonly RuleSample[], found: readonly RuleSample[]): string | undefined {
  const [left, right] = [sorted(expected), sorted(found)];
  const hasNaN = [...left, ...right].some(({ value }) => Number.isNaN(value));
  return difference(left.map(sampleText), right.map(sampleText), hasNaN);
}

function difference(expected: readonly string[], found: readonly string[], isForced = false): string | undefined {
  const isSame = expected.length === found.length && expected.every((text, index) => text === found[index]);
  return isSame && !isForced ? undefined : `    exp: ${listed(expected)}\n    got: ${listed(found)}`;
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : texts.join('\n         ');
}

function alertText({ labels, annotations }: ExpectedAlert): string {
  return `labels ${formatLabels(Labels.from(labels))} annotations ${formatLabels(Labels.from(annotations))}`;
}

function sampleText({ labels, value }: RuleSample): string {
  return `${formatLabels(labels)} ${formatNumber(value)}`;
}

function sorted(samples: readonly RuleSample[]): RuleSample[] {
  return [...samples].sort((a, b) => compareLabels(a.labels, b.labels));
}
