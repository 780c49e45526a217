import type { Deployment } from '@seaworthy/api';
import { OutcomeMark } from '../../components/mark.tsx';
import { SplitBar } from '../../components/split-bar.tsx';
import { Steering } from '../../components/steering.tsx';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatAge, formatDuration, formatElapsed, formatMoment } from '../../text/format.ts';
import { deploymentWords } from '../../text/words.ts';
import { PhaseList } from './phase-list.tsx';
import { RequestCounts } from './request-counts.tsx';
import { VerdictTable } from './verdict-table.tsx';
import './deployment-card.css';

export interface DeploymentCardProps {
  readonly deployment: Deployment;
  /** In the list of all it is one of many: it leads to its own page. */
  readonly isLinked?: boolean;
}

/** A deployment as it happens; when it has ended, how. */
export function DeploymentCard({ deployment, isLinked = false }: DeploymentCardProps) {
  const { id, endedAt, fromVersion, requests, analysis, version } = deployment;
  const isUnderWay = endedAt === null;
  return (
    <section className="card" aria-labelledby="deployment-title">
      <div className="card-head">
        <h2 id="deployment-title" aria-live="polite">
          {deploymentWords(deployment)}
        </h2>
        <OutcomeMark deployment={deployment} />
        <Since deployment={deployment} />
        {isLinked && <PageLink to={`/deployments/${id}`}>Details</PageLink>}
      </div>
      <Reason deployment={deployment} />
      <Steering deployment={deployment} />
      <div className="deployment-body">
        <PhaseList deployment={deployment} />
        <div className="deployment-side">
          {isUnderWay && <Split />}
          <RequestCounts counts={requests} isUnderWay={isUnderWay} />
          {analysis && (
            <VerdictTable verdict={analysis} baseline={fromVersion} candidate={version} isUnderWay={isUnderWay} />
          )}
        </div>
      </div>
      <Facts deployment={deployment} />
    </section>
  );
}

function Split() {
  const slots = useLive((state) => state.status?.slots);
  return (
    <div>
      <h3 className="side-title">Traffic</h3>
      {slots && <SplitBar shares={slots} />}
    </div>
  );
}

function Since({ deployment: { startedAt, endedAt, durationMs } }: { deployment: Deployment }) {
  const now = useNow();
  return (
    <span className="soft push">
      {endedAt === null
        ? formatElapsed(now - Date.parse(startedAt))
        : `${formatAge(endedAt, now)}, after ${formatDuration(durationMs)}`}
    </span>
  );
}

function Reason({ deployment: { reason, outcome, fromVersion } }: { deployment: Deployment }) {
  if (reason === null) return null;
  return (
    <div className="reason">
      <p>
        {reason.message} <code>{reason.code}</code>
      </p>
      {outcome === 'rolled_back' && fromVersion !== null && <p className="soft">{fromVersion} serves, as before.</p>}
    </div>
  );
}

function Facts({ deployment }: { deployment: Deployment }) {
  const { id, strategy, fromVersion, requestedBy, startedAt } = deployment;
  const from = fromVersion === null ? 'first release' : `from ${fromVersion}`;
  return (
    <p className="deployment-facts soft">
      <span>
        {strategy} · {from} · asked for by {requestedBy} · {formatMoment(startedAt)} ·{' '}
        <span className="mono">{id}</span>
      </span>
      <span className="push">
        <PageLink to="/audit" search={{ resource: `deployments/${id}` }}>
          In the audit trail
        </PageLink>
      </span>
    </p>
  );
}
