import type { Alert } from './alert.ts';
import { isResolvedAt } from './alert.ts';

/** What is known of an alert after it was told again. Where the two do not overlap in time, the new one stands alone. */
export function merge(known: Alert | undefined, told: Alert, now: number): Alert {
  if (known === undefined || !overlap(known, told)) return told;
  const [older, younger] = told.updatedAt < known.updatedAt ? [told, known] : [known, told];
  const startsAt = Math.min(older.startsAt, younger.startsAt);
  return { ...younger, startsAt, ...endOf(older, younger, now) };
}

function overlap(known: Alert, told: Alert): boolean {
  return (
    (told.endsAt > known.startsAt && told.endsAt < known.endsAt) ||
    (told.startsAt > known.startsAt && told.startsAt < known.endsAt)
  );
}

/** The later end counts: of two alerts that are over, and of one that fires, unless the older's end was a guess. */
function endOf(older: Alert, younger: Alert, now: number): Pick<Alert, 'endsAt'> {
  const olderCounts = isResolvedAt(younger, now) ? isResolvedAt(older, now) : !older.timeout;
  return { endsAt: olderCounts && older.endsAt > younger.endsAt ? older.endsAt : younger.endsAt };
}

/**
 * An alert as it is after the server was away: one that fired when last heard of fires on for a while, for its sender
 * had nobody to tell. One whose end was told stays as it is.
 */
export function afterAbsence(alert: Alert, now: number, graceMs: number): Alert {
  if (alert.endsAt <= alert.updatedAt || alert.endsAt >= now + graceMs) return alert;
  return { ...alert, endsAt: now + graceMs, timeout: true };
}
