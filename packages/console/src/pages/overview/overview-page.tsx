import { DeploymentCard } from '../../components/deployment-card.tsx';
import { HistoryCard } from '../../components/history-card.tsx';
import { Page } from '../../components/page.tsx';
import { ServiceHead } from '../../components/service-head.tsx';
import { SlotsCard } from '../../components/slots-card.tsx';
import { TrafficCard } from '../../components/traffic-card.tsx';
import { useLive } from '../../live/use-live.ts';
import { Waiting } from './waiting.tsx';

/** Everything about the service on one page. */
export function OverviewPage() {
  const status = useLive((state) => state.status);
  return (
    <Page title="Overview" isTitleUnseen>
      {status === undefined ? (
        <Waiting />
      ) : (
        <>
          <ServiceHead status={status} />
          <div className="columns">
            <div className="column">
              <SlotsCard slots={status.slots} />
              <DeploymentCard />
            </div>
            <div className="column">
              <TrafficCard />
              <HistoryCard />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}
