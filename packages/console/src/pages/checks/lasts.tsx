import { useNow } from '../../live/use-now.ts';
import { formatMoment } from '../../text/format.ts';
import { formatSpan } from '../../text/spans.ts';

/** `for 12 min`: since when something is as it is; the moment on hover. */
export function Lasts({ since }: { since: string }) {
  const now = useNow(10_000);
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const whole = seconds < 60 ? 1 : seconds < 3600 ? 60 : seconds < 86_400 ? 3600 : 86_400;
  return (
    <time dateTime={since} title={formatMoment(since)}>
      for {formatSpan(Math.max(1, Math.floor(seconds / whole) * whole) * 1000)}
    </time>
  );
}
