import { Page } from '../../components/page.tsx';
import { useRoute } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useSession } from '../../session/session.tsx';
import { BudgetCard } from './budget-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { NeedsCard } from './needs-card.tsx';
import { ServiceHead } from './service-head.tsx';
import { SlotsCard } from './slots-card.tsx';
import { TrafficCard } from './traffic-card.tsx';
import { UnderWay } from './under-way.tsx';
import { Vitals } from './vitals.tsx';
import { Waiting } from './waiting.tsx';

/** People look before they read: what is live, is it well, what changed, what needs me. */
export function OverviewPage() {
  const hasStatus = useLive((state) => state.status !== undefined);
  return (
    <Page title="Overview" isTitleUnseen>
      {hasStatus ? <Overview /> : <Waiting />}
    </Page>
  );
}

function Overview() {
  const status = useLive((state) => state.status);
  const deployment = useLive((state) => state.deployment);
  const { may } = useSession();
  const maySeeSlos = may('alerts:read');
  const slos = useRoute('slos', { query: { points: 0 } }, { isEnabled: maySeeSlos, pollMs: 30_000 });
  if (status === undefined) return null;
  return (
    <>
      <ServiceHead status={status} />
      <Vitals status={status} slos={slos.data?.items} />
      <div className="columns">
        <div className="column">
          {deployment?.endedAt === null && <UnderWay deployment={deployment} slots={status.slots} />}
          <NeedsCard slos={slos.data?.items} />
          <SlotsCard slots={status.slots} />
        </div>
        <div className="column">
          {maySeeSlos && <BudgetCard reading={slos} />}
          {may('deployments:read') && <HistoryCard />}
        </div>
      </div>
      <TrafficCard />
    </>
  );
}
