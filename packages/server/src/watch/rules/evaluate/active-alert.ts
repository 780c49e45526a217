import type { Labels } from '@seaworthy/promql';

export type AlertState = 'inactive' | 'pending' | 'firing';

/** One series that an alerting rule's query gave, and what became of it. Times are milliseconds since 1970. */
export interface ActiveAlert {
  /** Its identity: those of the series and of the rule, `alertname` among them. */
  readonly labels: Labels;
  annotations: Readonly<Record<string, string>>;
  value: number;
  state: AlertState;
  activeAt: number;
  firedAt?: number | undefined;
  /** When it was over; it is told for a while after that. */
  resolvedAt?: number | undefined;
  /** When the query stopped giving it, while it is kept firing all the same. */
  keepFiringSince?: number | undefined;
  lastSentAt?: number | undefined;
}

/** A resolved alert is told again for so long, in case that nobody heard. */
export const resolvedRetentionMs = 15 * 60_000;

export interface HoldTimes {
  readonly forMs: number;
  readonly keepFiringForMs: number;
}

/**
 * What a moment makes of an alert: `gone` when nothing is left to tell of it. `isGiven` says whether the query gave it
 * at that moment.
 */
export function advance(
  alert: ActiveAlert,
  isGiven: boolean,
  at: number,
  hold: HoldTimes,
): 'kept' | 'resolved' | 'gone' {
  if (!isGiven && !isKeptFiring(alert, at, hold)) return end(alert, at);
  if (isGiven) alert.keepFiringSince = undefined;
  const isDue = at - alert.activeAt >= hold.forMs;
  if (alert.state === 'pending' && isDue) {
    alert.state = 'firing';
    alert.firedAt = at;
  } else if (alert.state === 'firing' && isGiven && !isDue) {
    resetToPending(alert);
  }
  return 'kept';
}

function isKeptFiring(alert: ActiveAlert, at: number, { keepFiringForMs }: HoldTimes): boolean {
  if (alert.state !== 'firing' || keepFiringForMs <= 0) return false;
  alert.keepFiringSince ??= at;
  return at - alert.keepFiringSince < keepFiringForMs;
}

function end(alert: ActiveAlert, at: number): 'resolved' | 'gone' {
  if (alert.state === 'pending') return 'gone';
  if (alert.resolvedAt !== undefined && at - alert.resolvedAt > resolvedRetentionMs) return 'gone';
  if (alert.state === 'firing') {
    alert.state = 'inactive';
    alert.resolvedAt = at;
  }
  return 'resolved';
}

/** `for` was raised, and the alert has not been active for so long. */
function resetToPending(alert: ActiveAlert): void {
  alert.state = 'pending';
  alert.firedAt = undefined;
  alert.lastSentAt = undefined;
  alert.keepFiringSince = undefined;
}
