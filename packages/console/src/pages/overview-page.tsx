import { DeploymentCard } from '../components/deployment-card.tsx';
import { HistoryCard } from '../components/history-card.tsx';
import { BehindBanner, LinkState } from '../components/link-state.tsx';
import { ServiceHead } from '../components/service-head.tsx';
import { SignOut } from '../components/sign-out.tsx';
import { SlotsCard } from '../components/slots-card.tsx';
import { TopBar } from '../components/top-bar.tsx';
import { TrafficCard } from '../components/traffic-card.tsx';
import { useLive } from '../live/use-live.ts';
import './overview-page.css';

/** Everything about the service on one page. */
export function OverviewPage({ onSignOut }: { onSignOut: () => void }) {
  const status = useLive((state) => state.status);
  const isBehind = useLive(({ link }) => link.state === 'behind');
  return (
    <>
      <TopBar>
        <LinkState />
        <SignOut onDone={onSignOut} />
      </TopBar>
      <main className="overview" data-behind={isBehind}>
        {status && <ServiceHead status={status} />}
        <div className="overview-columns">
          <div className="overview-column">
            {status && <SlotsCard slots={status.slots} />}
            <DeploymentCard />
          </div>
          <div className="overview-column">
            <TrafficCard />
            <HistoryCard />
          </div>
        </div>
      </main>
      <BehindBanner />
    </>
  );
}
