import type { Deployment } from '@seaworthy/api';
import { useDeployments } from '../data/use-deployments.ts';
import { useNow } from '../live/use-now.ts';
import { formatAge, formatCount, formatDuration } from '../text/format.ts';
import { OutcomeMark } from './mark.tsx';
import { FailureNote, Notice } from './notice.tsx';
import './history-card.css';

export function HistoryCard() {
  const { items, failure } = useDeployments();
  return (
    <section className="card" aria-labelledby="history-title">
      <div className="card-head">
        <h2 id="history-title">Last deployments</h2>
      </div>
      {failure && <FailureNote {...failure} />}
      {items?.length === 0 && <Notice title="None yet" />}
      {items === undefined ? <div className="history-space" /> : <History items={items} />}
    </section>
  );
}

function History({ items }: { items: readonly Deployment[] }) {
  const now = useNow(10_000);
  return (
    <ul className="history">
      {items.map((deployment) => (
        <li key={deployment.id}>
          <span className="history-version">{deployment.version}</span>
          <OutcomeMark deployment={deployment} />
          <time className="soft push" dateTime={deployment.startedAt} title={deployment.startedAt}>
            {formatAge(deployment.startedAt, now)}
          </time>
          <span className="soft history-more">{moreOf(deployment)}</span>
        </li>
      ))}
    </ul>
  );
}

function moreOf({ reason, requests, durationMs, endedAt }: Deployment): string {
  const counted = `${formatCount(requests.total)} requests, ${formatCount(requests.failed)} failed`;
  const parts = [reason?.code.replaceAll('_', ' '), counted, endedAt === null ? '' : formatDuration(durationMs)];
  return parts.filter(Boolean).join(' · ');
}
