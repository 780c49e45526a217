import { fingerprint } from '../matchers/fingerprint.ts';
import { goQuote } from '../matchers/go-text.ts';
import type { LabelSet } from '../matchers/label-set.ts';
import { withoutEmpty } from '../matchers/label-set.ts';
import type { MatcherSyntax } from '../matchers/syntax.ts';
import { isNameIn } from '../matchers/syntax.ts';
import type { Alert, PostedAlert } from './alert.ts';

export interface Accepting {
  readonly now: number;
  /** After so long without a word, an alert whose end was never told counts as over. */
  readonly resolveTimeoutMs: number;
  readonly syntax: MatcherSyntax;
}

export interface Accepted {
  readonly alerts: readonly Alert[];
  /** One for each alert that was refused; the others count. */
  readonly problems: readonly string[];
}

export function acceptAlerts(posted: readonly PostedAlert[], accepting: Accepting): Accepted {
  const read = posted.map((each) => accept(each, accepting));
  return {
    alerts: read.filter((each) => typeof each !== 'string'),
    problems: read.filter((each) => typeof each === 'string'),
  };
}

function accept(posted: PostedAlert, { now, resolveTimeoutMs, syntax }: Accepting): Alert | string {
  const labels = withoutEmpty(posted.labels);
  const annotations = posted.annotations ?? {};
  const startsAt = posted.startsAt ?? posted.endsAt ?? now;
  const endsAt = posted.endsAt ?? now + resolveTimeoutMs;
  if (endsAt < startsAt) return 'start time must be before end time';
  if (Object.keys(labels).length === 0) return 'at least one label pair required';
  const [wrongLabel, wrongAnnotation] = [wrongName(labels, syntax), wrongName(annotations, syntax)];
  if (wrongLabel !== undefined) return `invalid label set: invalid name ${goQuote(wrongLabel)}`;
  if (wrongAnnotation !== undefined) return `invalid annotations: invalid name ${goQuote(wrongAnnotation)}`;
  return {
    fingerprint: fingerprint(labels),
    labels,
    annotations,
    startsAt,
    endsAt,
    updatedAt: now,
    timeout: posted.endsAt === undefined,
    generatorURL: posted.generatorURL ?? '',
  };
}

function wrongName(labels: LabelSet, syntax: MatcherSyntax): string | undefined {
  return Object.keys(labels).find((name) => !isNameIn(syntax, name));
}
