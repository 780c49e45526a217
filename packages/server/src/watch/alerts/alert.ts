import type { LabelSet } from '../matchers/label-set.ts';

/** Something that is, or was, wrong: named by its labels. Times are milliseconds since 1970. */
export interface Alert {
  /** Of the labels; two alerts with the same one are the same alert. */
  readonly fingerprint: string;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly startsAt: number;
  /** From then on it is over: told by the sender, or guessed when nothing more is heard. */
  readonly endsAt: number;
  readonly updatedAt: number;
  /** Whether `endsAt` is a guess. */
  readonly timeout: boolean;
  readonly generatorURL: string;
}

/** What a sender says: without a time of its end, the alert fires for as long as it is said again. */
export interface PostedAlert {
  readonly labels: LabelSet;
  readonly annotations?: LabelSet | undefined;
  readonly startsAt?: number | undefined;
  readonly endsAt?: number | undefined;
  readonly generatorURL?: string | undefined;
}

export function isResolvedAt(alert: Pick<Alert, 'endsAt'>, now: number): boolean {
  return alert.endsAt <= now;
}
