import { useLive, useLiveSource } from '../live/use-live.ts';
import { useNow } from '../live/use-now.ts';
import { formatClock, formatElapsed } from '../text/format.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './link-state.css';

/** Whether what is shown is true now. */
export function LinkState() {
  const state = useLive(({ link }) => link.state);
  return (
    <span className={`link-state ${state}`} role="status">
      <Icon name={state === 'live' ? 'dot' : 'turn'} spins={state !== 'live'} />
      {state === 'live' ? 'live' : state === 'connecting' ? 'connecting' : 'reconnecting'}
    </span>
  );
}

/** Says since when the page is behind; it lies over the page, so that nothing moves. */
export function BehindBanner() {
  const link = useLive((state) => state.link);
  const live = useLiveSource();
  const now = useNow();
  if (link.state !== 'behind' || link.lastSeenMs === null) return null;
  return (
    <div className="behind-banner">
      <Icon name="warning" />
      <p>
        <span role="alert">
          {link.message} What you see is from {formatClock(link.lastSeenMs)}
        </span>
        <span aria-hidden="true">, {formatElapsed(now - link.lastSeenMs)} ago</span>. Requests to the service do not
        pass through it.
      </p>
      <Button onPress={() => live.retry()}>Try now</Button>
    </div>
  );
}
