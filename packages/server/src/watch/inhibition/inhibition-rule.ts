import type { LabelSet } from '../matchers/label-set.ts';
import type { Matcher } from '../matchers/matcher.ts';
import { matchesAll } from '../matchers/matcher.ts';

/** While an alert that matches `source` fires, those that match `target` are not told of, if the labels in `equal` agree. */
export interface InhibitionRule {
  readonly name?: string;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

export function isSource(rule: InhibitionRule, labels: LabelSet): boolean {
  return matchesAll(rule.source, labels);
}

export function isTarget(rule: InhibitionRule, labels: LabelSet): boolean {
  return matchesAll(rule.target, labels);
}

/** The same for any two label sets that agree in the labels of `equal`; a missing label is an empty one. */
export function equalKey(rule: InhibitionRule, labels: LabelSet): string {
  return JSON.stringify(rule.equal.map((name) => labels[name] ?? ''));
}
