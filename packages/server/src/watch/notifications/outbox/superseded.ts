import type { Entry } from './entry.ts';

/**
 * Of what waits in one queue, oldest first: those that need not be sent any more, because the next one says the same of
 * every alert in them and more. A firing one is never left out for a resolved one: the receiver would hear of the end of
 * something that it never heard begin.
 */
export function superseded(waiting: readonly Entry[]): readonly Entry[] {
  return waiting.filter((entry, index) => {
    const next = waiting[index + 1];
    return next !== undefined && saysAllOf(next, entry);
  });
}

function saysAllOf(next: Entry, entry: Entry): boolean {
  const told = new Set(next.notification.alerts.map(sign));
  return (
    next.action === entry.action &&
    next.status === entry.status &&
    entry.notification.alerts.map(sign).every((alert) => told.has(alert))
  );
}

/** An alert in a state: that it has ended is other news than that it fires. */
function sign({ fingerprint, status, startsAt }: Entry['notification']['alerts'][number]): string {
  return `${fingerprint} ${status} ${startsAt}`;
}
