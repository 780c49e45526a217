import type { Deployment } from '@seaworthy/api';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { useRoute } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useParam } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { CourseCard } from './course-card.tsx';
import { DeploymentCard } from './deployment-card.tsx';
import './deployments-page.css';

/** One deployment: as it happens, or as it was. */
export function DeploymentPage() {
  const id = useParam('id') ?? '';
  const live = useLive(({ deployment }) => (deployment?.id === id ? deployment : undefined));
  const reading = useRoute('deployment', { params: { id } }, { isEnabled: live === undefined });
  const deployment = live ?? reading.data;
  return (
    <Page
      title={deployment === undefined ? 'Deployment' : `Deployment of ${deployment.version}`}
      about={<PageLink to="/deployments">All deployments</PageLink>}
      actions={deployment && <CompareLink deployment={deployment} />}
    >
      {live === undefined ? (
        <Loaded reading={reading} skeleton={<div className="skeleton deployment-ghost" />}>
          {(read) => <Whole deployment={read} />}
        </Loaded>
      ) : (
        <Whole deployment={live} />
      )}
    </Page>
  );
}

function Whole({ deployment }: { deployment: Deployment }) {
  return (
    <>
      <DeploymentCard deployment={deployment} />
      {deployment.outcome !== 'dry_run' && <CourseCard deployment={deployment} />}
    </>
  );
}

function CompareLink({ deployment: { fromVersion, version } }: { deployment: Deployment }) {
  if (fromVersion === null || fromVersion === version) return null;
  return (
    <PageLink to="/deployments/compare" search={{ from: fromVersion, to: version }} className="button">
      Compare with {fromVersion}
    </PageLink>
  );
}
