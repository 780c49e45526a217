import { Button } from '../../components/button.tsx';
import { CommandLine, Notice } from '../../components/notice.tsx';
import { useLive, useLiveSource } from '../../live/use-live.ts';
import './waiting.css';

/** Before the first answer: the page's own shape, so that nothing jumps; or why there is none. */
export function Waiting() {
  const link = useLive((state) => state.link);
  const live = useLiveSource();
  if (link.state === 'behind') {
    return (
      <div className="waiting-failed">
        <Notice icon="warning" title={link.message}>
          <p>
            The service itself may be well: traffic does not pass through the control plane. It is tried again by
            itself.
          </p>
          <CommandLine>npx seaworthy doctor</CommandLine>
          <Button onPress={() => live.retry()}>Try now</Button>
        </Notice>
      </div>
    );
  }
  return (
    <>
      <span className="unseen" role="status">
        Loading
      </span>
      <div className="skeleton ghost-head" />
      <div className="skeleton ghost-vitals" />
      <div className="columns">
        <div className="column">
          <div className="skeleton ghost-needs" />
          <div className="skeleton ghost-slots" />
        </div>
        <div className="column">
          <div className="skeleton ghost-budgets" />
          <div className="skeleton ghost-history" />
        </div>
      </div>
      <div className="skeleton ghost-traffic" />
    </>
  );
}
