import type { LogVolume } from '@seaworthy/api';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../data/client-context.ts';
import type { Reading } from '../../data/query.ts';
import { readingOf, useRoute } from '../../data/query.ts';
import type { LogQuery } from './log-query.ts';
import { isLive } from './log-query.ts';

const buckets = 60;
/** To both sides of a moment that is looked at. */
export const aroundMs = 60_000;

/** How many lines there are over time; counted anew as lines come, unless the time has an end or the page is held. */
export function useLogVolume({ filter, time }: LogQuery, isHeld: boolean): Reading<LogVolume> {
  const client = useClient();
  const isMoving = isLive(time);
  const moving = useRoute(
    'logVolume',
    { query: { ...filter, since: isMoving ? `${time.lastMs / 1000}s` : '1s', buckets } },
    { isEnabled: isMoving && !isHeld, keepsPrevious: true },
  );
  const span = isMoving
    ? undefined
    : { since: textOf(spanOfTime(time).startMs), until: textOf(spanOfTime(time).endMs) };
  // Under a name that no topic knows: what is past does not change.
  const still = useQuery({
    queryKey: ['pastLogVolume', filter, span],
    queryFn: ({ signal }) => client.call('logVolume', { query: { ...filter, ...span, buckets } }, { signal }),
    enabled: span !== undefined,
    placeholderData: (before) => before,
  });
  return isMoving ? moving : readingOf(still);
}

function spanOfTime(time: Exclude<LogQuery['time'], { lastMs: number }>) {
  if ('startMs' in time) return time;
  return { startMs: time.aroundMs - aroundMs, endMs: time.aroundMs + aroundMs };
}

function textOf(ms: number): string {
  return new Date(ms).toISOString();
}
