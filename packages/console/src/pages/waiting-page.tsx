import { Button } from '../components/button.tsx';
import { CommandLine, Notice } from '../components/notice.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { useLive, useLiveSource } from '../live/use-live.ts';
import './waiting-page.css';

/** Before the first answer: the page's own shape, so that nothing jumps; or why there is none. */
export function WaitingPage() {
  const link = useLive((state) => state.link);
  const live = useLiveSource();
  return (
    <>
      <TopBar />
      {link.state === 'behind' ? (
        <main className="waiting-failed">
          <Notice icon="warning" title={link.message}>
            <p>
              The service itself may be well: traffic does not pass through the control plane. It is tried again by
              itself.
            </p>
            <CommandLine>npx seaworthy doctor</CommandLine>
            <Button onPress={() => live.retry()}>Try now</Button>
          </Notice>
        </main>
      ) : (
        <main className="overview" aria-busy="true">
          <span className="unseen" role="status">
            Loading
          </span>
          <div className="ghost ghost-head" />
          <div className="overview-columns">
            <div className="overview-column">
              <div className="ghost card ghost-slots" />
              <div className="ghost card ghost-deployment" />
            </div>
            <div className="overview-column">
              <div className="ghost card ghost-traffic" />
            </div>
          </div>
        </main>
      )}
    </>
  );
}
