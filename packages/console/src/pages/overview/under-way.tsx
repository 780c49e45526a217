import type { Deployment, SlotStatus } from '@seaworthy/api';
import { OutcomeMark, PhaseMark } from '../../components/mark.tsx';
import { SplitBar } from '../../components/split-bar.tsx';
import { Steering } from '../../components/steering.tsx';
import { useNow } from '../../live/use-now.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatCount, formatElapsed } from '../../text/format.ts';
import { deploymentWords, phaseWords } from '../../text/words.ts';
import './under-way.css';

export interface UnderWayProps {
  readonly deployment: Deployment;
  readonly slots: readonly SlotStatus[];
}

/** The deployment under way, as far as one has to know it here; all of it is on its own page. */
export function UnderWay({ deployment, slots }: UnderWayProps) {
  const { id, requests, startedAt } = deployment;
  const now = useNow();
  return (
    <section className="card under-way" aria-labelledby="under-way-title">
      <div className="card-head">
        <h2 id="under-way-title" aria-live="polite">
          {deploymentWords(deployment)}
        </h2>
        <OutcomeMark deployment={deployment} />
        <span className="soft push">{formatElapsed(now - Date.parse(startedAt))}</span>
        <PageLink to={`/deployments/${id}`}>Follow it</PageLink>
      </div>
      <div className="under-way-body">
        <Steps deployment={deployment} />
        <SplitBar shares={slots} />
        <p className={requests.failed > 0 ? 'fact-bad' : 'soft'}>
          {formatCount(requests.total)} requests so far, {formatCount(requests.failed)} failed
        </p>
      </div>
      <Steering deployment={deployment} />
    </section>
  );
}

/** Its phases in one line; the one that runs is named, with what it says. */
function Steps({ deployment: { phases } }: { deployment: Deployment }) {
  const current = phases.find(({ status }) => status === 'running') ?? phases.findLast(({ startedAt }) => startedAt);
  return (
    <div className="under-way-steps">
      <ol aria-label="Phases">
        {phases.map(({ name, status }) => (
          <li key={name} title={phaseWords[name]}>
            <PhaseMark status={status} />
            <span className="unseen">{phaseWords[name]}</span>
          </li>
        ))}
      </ol>
      {current && (
        <p>
          <strong>{phaseWords[current.name]}</strong> <span className="soft">{current.detail}</span>
        </p>
      )}
    </div>
  );
}
