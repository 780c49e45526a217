import type { Alert } from '../alerts/alert.ts';
import { isResolvedAt } from '../alerts/alert.ts';
import type { Matcher } from '../matchers/matcher.ts';
import { matchesAll } from '../matchers/matcher.ts';
import type { Silence } from './silence.ts';
import { silencesOf } from './silence.ts';

export interface MutedAlert {
  readonly alert: Alert;
  /** Silences that mute it already. */
  readonly silencedBy: readonly string[];
}

export interface Preview {
  readonly muted: readonly MutedAlert[];
  /** How many alerts fire in all: a silence that mutes each of them is rarely meant. */
  readonly firing: number;
}

/** What a silence with these matchers would mute at this time. */
export function preview(
  matchers: readonly Matcher[],
  alerts: readonly Alert[],
  silences: readonly Silence[],
  now: number,
): Preview {
  const firing = alerts.filter((alert) => !isResolvedAt(alert, now));
  const muted = firing.filter(({ labels }) => matchers.length > 0 && matchesAll(matchers, labels));
  const silencedBy = (alert: Alert) => silencesOf(alert.labels, silences, now).map(({ id }) => id);
  return { firing: firing.length, muted: muted.map((alert) => ({ alert, silencedBy: silencedBy(alert) })) };
}
