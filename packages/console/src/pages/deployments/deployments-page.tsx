import { Empty } from '../../components/empty.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { RollBack } from '../../components/roll-back.tsx';
import { useLive } from '../../live/use-live.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { ApprovalsCard } from './approvals-card.tsx';
import { CourseCard } from './course-card.tsx';
import { Deploy } from './deploy.tsx';
import { DeploymentCard } from './deployment-card.tsx';
import { History } from './history.tsx';
import './deployments-page.css';

/** What is being made live, how it goes, and what was made live before. */
export function DeploymentsPage() {
  const status = useLive((state) => state.status);
  const deployment = useLive((state) => state.deployment);
  return (
    <Page
      title="Deployments"
      actions={
        <>
          <PageLink to="/deployments/compare" className="button">
            Compare releases
          </PageLink>
          {status && <RollBack status={status} />}
          <Deploy />
        </>
      }
    >
      <ApprovalsCard />
      {status === undefined ? (
        <div className="skeleton deployment-ghost" />
      ) : deployment === undefined ? (
        <NothingYet />
      ) : (
        <>
          <DeploymentCard deployment={deployment} isLinked />
          {deployment.endedAt === null && <CourseCard deployment={deployment} />}
        </>
      )}
      <History />
    </Page>
  );
}

function NothingYet() {
  return (
    <section className="card" aria-label="Deployment">
      <Empty title="Nothing was deployed yet" icon="rocket">
        <p>Make a first version live:</p>
        <CommandLine>npx seaworthy deploy 1.0.0 --source DIR</CommandLine>
      </Empty>
    </section>
  );
}
