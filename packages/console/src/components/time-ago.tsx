import { useNow } from '../live/use-now.ts';
import { formatAge } from '../text/format.ts';

/** How long ago, moving on by itself; the moment itself on hover. */
export function TimeAgo({ time }: { time: string }) {
  const now = useNow(10_000);
  return (
    <time dateTime={time} title={new Date(time).toLocaleString('en-GB', { timeZoneName: 'short' })}>
      {formatAge(time, now)}
    </time>
  );
}
