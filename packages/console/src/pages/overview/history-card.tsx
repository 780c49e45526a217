import type { Deployment } from '@seaworthy/api';
import { OutcomeMark } from '../../components/mark.tsx';
import { CommandLine, FailureNote, Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useDeployments } from '../../data/use-deployments.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatCount, formatDuration } from '../../text/format.ts';
import './history-card.css';

const shown = 5;

export function HistoryCard() {
  const { items, failure } = useDeployments();
  return (
    <Section title="Last deployments" end={<PageLink to="/deployments">All</PageLink>}>
      {failure && <FailureNote {...failure} />}
      <div className="history-space">
        {items?.length === 0 && <NoneYet />}
        {items === undefined ? !failure && <SkeletonRows rows={5} /> : <History items={items.slice(0, shown)} />}
      </div>
    </Section>
  );
}

function NoneYet() {
  return (
    <Notice title="Nothing was deployed yet">
      <p>Make a first version live:</p>
      <CommandLine>npx seaworthy deploy 1.0.0 --source DIR</CommandLine>
    </Notice>
  );
}

function History({ items }: { items: readonly Deployment[] }) {
  return (
    <ul className="history">
      {items.map((deployment) => (
        <li key={deployment.id}>
          <PageLink to={`/deployments/${deployment.id}`} className="history-version">
            {deployment.version}
          </PageLink>
          <OutcomeMark deployment={deployment} />
          <span className="soft push">
            <TimeAgo time={deployment.startedAt} />
          </span>
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
