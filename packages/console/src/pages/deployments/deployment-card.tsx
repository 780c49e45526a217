import type { Deployment } from '@seaworthy/api';
import { OutcomeMark } from '../../components/mark.tsx';
import { CommandLine, Notice } from '../../components/notice.tsx';
import { Steering } from '../../components/steering.tsx';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { formatAge, formatDuration, formatElapsed, formatMoment } from '../../text/format.ts';
import { deploymentWords } from '../../text/words.ts';
import { PhaseList } from './phase-list.tsx';
import { RequestCounts } from './request-counts.tsx';
import { VerdictTable } from './verdict-table.tsx';
import './deployment-card.css';

/** The deployment as it happens; when it has ended, how. */
export function DeploymentCard() {
  const deployment = useLive((state) => state.deployment);
  return (
    <section className="card" aria-labelledby="deployment-title">
      {deployment === undefined ? <NothingYet /> : <DeploymentBody deployment={deployment} />}
    </section>
  );
}

function NothingYet() {
  return (
    <>
      <div className="card-head">
        <h2 id="deployment-title">Deployment</h2>
      </div>
      <Notice title="Nothing was deployed yet">
        <p>Make a first version live:</p>
        <CommandLine>npx seaworthy deploy 1.0.0 --source DIR</CommandLine>
      </Notice>
    </>
  );
}

function DeploymentBody({ deployment }: { deployment: Deployment }) {
  const { endedAt, fromVersion, phases, requests, analysis, version } = deployment;
  return (
    <>
      <div className="card-head">
        <h2 id="deployment-title" aria-live="polite">
          {deploymentWords(deployment)}
        </h2>
        <OutcomeMark deployment={deployment} />
        <Since deployment={deployment} />
      </div>
      <Reason deployment={deployment} />
      {endedAt === null && <Steering deployment={deployment} />}
      <div className="deployment-body">
        <PhaseList phases={phases} />
        <div className="deployment-side">
          <RequestCounts counts={requests} isUnderWay={endedAt === null} />
          {analysis && (
            <VerdictTable verdict={analysis} baseline={fromVersion} candidate={version} isUnderWay={endedAt === null} />
          )}
        </div>
      </div>
      <Facts deployment={deployment} />
    </>
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
      {strategy} · {from} · asked for by {requestedBy} · {formatMoment(startedAt)} · <span className="mono">{id}</span>
    </p>
  );
}
