import type { NewAuditEntry } from '@seaworthy/kit/audit';
import type { Clock } from '../platform/clock.ts';

const windowMs = 60_000;
/** Different refusals a minute that get an entry each; a repeat is only counted. */
const mostTold = 200;
const mostListed = 20;

/** Whoever can reach the port can be refused as often as they like: they must not fill the trail by it. */
export interface Refusals {
  /** Whether this one gets an entry of its own. */
  isNew(key: string): boolean;
  stop(): void;
}

/** Repeats are summed up in one entry a minute. */
export function createRefusals(clock: Clock, note: (entry: NewAuditEntry) => void): Refusals {
  let seen = new Map<string, number>();
  let others = 0;
  const sumUp = () => {
    const repeats = [...seen].filter(([, count]) => count > 1).map(([key, count]) => [key, count - 1] as const);
    const total = repeats.reduce((sum, [, count]) => sum + count, others);
    [seen, others] = [new Map(), 0];
    if (total > 0) note(summary(repeats, total));
  };
  const stop = clock.every(windowMs, sumUp);
  return {
    isNew(key) {
      const count = seen.get(key) ?? 0;
      if (count === 0 && seen.size >= mostTold) others += 1;
      else seen.set(key, count + 1);
      return count === 0 && seen.get(key) === 1;
    },
    stop() {
      stop();
      sumUp();
    },
  };
}

function summary(repeats: readonly (readonly [string, number])[], total: number): NewAuditEntry {
  const most = [...repeats].sort(([, left], [, right]) => right - left).slice(0, mostListed);
  const act = { type: 'security_event', actor: 'anonymous', action: 'requests.refused', resource: 'http' } as const;
  return {
    ...act,
    result: 'refused',
    reason: `${total} more like those before, within a minute`,
    data: { total, most: most.map(([what, count]) => ({ what, count })) },
  };
}
