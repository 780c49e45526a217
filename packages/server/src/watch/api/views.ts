import type { Alert } from '../alerts/alert.ts';
import type { LabelSet } from '../matchers/label-set.ts';
import type { Silence } from '../silences/silence.ts';
import { stateOf } from '../silences/silence.ts';
import { writtenTime } from './wire.ts';

export interface AlertStatus {
  readonly state: 'active' | 'suppressed';
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
  /** Names of time intervals. */
  readonly mutedBy: readonly string[];
}

/** What can be asked about the labels of an alert at this moment. */
export interface Suppression {
  silencedBy(labels: LabelSet): readonly string[];
  inhibitedBy(labels: LabelSet): readonly string[];
}

export function statusOf({ labels }: Alert, suppression: Suppression, mutedBy: readonly string[] = []): AlertStatus {
  const [silencedBy, inhibitedBy] = [suppression.silencedBy(labels), suppression.inhibitedBy(labels)];
  const isQuiet = silencedBy.length > 0 || inhibitedBy.length > 0;
  return { state: isQuiet ? 'suppressed' : 'active', silencedBy, inhibitedBy, mutedBy };
}

export function alertView(alert: Alert, status: AlertStatus, receivers: readonly string[]) {
  return {
    annotations: alert.annotations,
    endsAt: writtenTime(alert.endsAt),
    fingerprint: alert.fingerprint,
    receivers: receivers.map((name) => ({ name })),
    startsAt: writtenTime(alert.startsAt),
    status,
    updatedAt: writtenTime(alert.updatedAt),
    generatorURL: alert.generatorURL,
    labels: alert.labels,
  };
}

export function silenceView(silence: Silence, now: number) {
  return {
    id: silence.id,
    status: { state: stateOf(silence, now) },
    updatedAt: writtenTime(silence.updatedAt),
    comment: silence.comment,
    createdBy: silence.createdBy,
    endsAt: writtenTime(silence.endsAt),
    matchers: silence.matchers.map(({ name, operator, value }) => ({
      isEqual: !operator.startsWith('!'),
      isRegex: operator.endsWith('~'),
      name,
      value,
    })),
    startsAt: writtenTime(silence.startsAt),
  };
}
