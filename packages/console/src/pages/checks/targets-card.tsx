import type { Target } from '@seaworthy/api';
import { Empty } from '../../components/empty.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatLatency } from '../../text/format.ts';
import { formatSpan } from '../../text/spans.ts';
import { downFirst, SeenMark } from './seen-mark.tsx';

const columns: readonly Column<Target>[] = [
  { name: 'Target', sortBy: ({ instance }) => instance, cell: (target) => <Name target={target} /> },
  { name: 'Job', isTight: true, sortBy: ({ job }) => job, cell: ({ job }) => job },
  { name: 'State', isTight: true, cell: ({ health }) => <SeenMark health={health} /> },
  {
    name: 'Last scrape',
    isTight: true,
    cell: ({ lastScrape }) =>
      lastScrape === null ? <span className="soft">not yet</span> : <TimeAgo time={lastScrape} />,
  },
  {
    name: 'Took',
    isTight: true,
    isNumber: true,
    sortBy: ({ durationMs }) => durationMs,
    cell: ({ durationMs }) => formatLatency(durationMs),
  },
  { name: 'Every', isTight: true, isNumber: true, cell: ({ intervalMs }) => formatSpan(intervalMs) },
  {
    name: 'Samples',
    isNameUnseen: true,
    cell: ({ job, instance }) => (
      <PageLink
        to="/explore"
        search={{ expr: `up{job="${job}",instance="${instance}"}` }}
        label={`Explore ${instance} of ${job}`}
      >
        Explore
      </PageLink>
    ),
  },
];

/** What samples are fetched from, and how the last time went. */
export function Targets({ targets }: { targets: readonly Target[] }) {
  return (
    <Table
      label="Scrape targets"
      columns={columns}
      rows={downFirst(targets)}
      keyOf={({ job, address, instance }) => `${job} ${instance} ${address}`}
      empty={
        <Empty title="Nothing is scraped" icon="chart">
          <p>Instances of the service are scraped by themselves; write others under metrics.targets.</p>
        </Empty>
      }
    />
  );
}

function Name({ target: { instance, address, lastError } }: { target: Target }) {
  return (
    <div className="seen-name">
      <span>{instance}</span>
      {address !== instance && <span className="soft">{address}</span>}
      {lastError !== '' && <span className="seen-fault">{lastError}</span>}
    </div>
  );
}
