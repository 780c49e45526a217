import { Button } from '../../components/button.tsx';
import { CommandLine, Notice } from '../../components/notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { TopBar } from '../../components/top-bar.tsx';
import type { Failure } from '../../data/failure.ts';
import './arriving-page.css';

/** Before it is known who is here; or why that cannot be told. */
export function ArrivingPage({ failure, onRetry }: { failure: Failure | undefined; onRetry: () => void }) {
  return (
    <>
      <TopBar />
      {failure === undefined ? (
        <main className="arriving">
          <SkeletonRows rows={6} />
        </main>
      ) : (
        <main className="arriving-failed">
          <h1 className="unseen">Seaworthy</h1>
          <Notice icon="warning" title={failure.message}>
            <p>The service itself may be well: traffic does not pass through the control plane. {failure.hint}</p>
            <CommandLine>npx seaworthy doctor</CommandLine>
            <Button onPress={onRetry}>Try now</Button>
          </Notice>
        </main>
      )}
    </>
  );
}
