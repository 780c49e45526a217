import type { ComparedRelease, Measure, ReleaseComparison } from '@seaworthy/api';
import type { ReactNode } from 'react';
import { Mark, OutcomeMark } from '../../components/mark.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatCount, formatDuration, formatLatency, formatMoment, formatRatio } from '../../text/format.ts';
import { formatBytes } from '../../text/units.ts';

interface Row {
  readonly name: string;
  show(side: ComparedRelease): ReactNode;
  /** By what it is seen that the two differ; without it that says nothing. */
  value?(side: ComparedRelease): unknown;
}

const measure = ({ deployment }: ComparedRelease): Measure | null => deployment?.analysis?.candidate ?? null;
const nothing = <span className="soft">–</span>;

const rows: readonly Row[] = [
  { name: 'Added', show: ({ createdAt }) => formatMoment(createdAt) },
  {
    name: 'Deployed',
    show: ({ deployment }) =>
      deployment === null ? (
        <span className="soft">never</span>
      ) : (
        <PageLink to={`/deployments/${deployment.id}`}>{formatMoment(deployment.startedAt)}</PageLink>
      ),
  },
  { name: 'Outcome', show: ({ deployment }) => (deployment ? <OutcomeMark deployment={deployment} /> : nothing) },
  { name: 'By', show: ({ deployment }) => deployment?.requestedBy ?? nothing },
  { name: 'Took', show: ({ deployment }) => (deployment ? formatDuration(deployment.durationMs) : nothing) },
  {
    name: 'Requests',
    show: ({ deployment }) =>
      deployment
        ? `${formatCount(deployment.requests.total)}, ${formatCount(deployment.requests.failed)} failed`
        : nothing,
  },
  {
    name: 'Error rate',
    show: (side) => formatRatio(measure(side)?.errorRate ?? null),
    value: (side) => measure(side)?.errorRate ?? null,
  },
  { name: 'Mean latency', show: (side) => formatLatency(measure(side)?.meanLatencyMs ?? null) },
  { name: 'p95 latency', show: (side) => formatLatency(measure(side)?.p95LatencyMs ?? null) },
  { name: 'Verdict', show: ({ deployment }) => deployment?.analysis?.reason ?? nothing },
  { name: 'Files', show: ({ files }) => formatCount(files), value: ({ files }) => files },
  { name: 'Size', show: ({ sizeBytes }) => formatBytes(sizeBytes), value: ({ sizeBytes }) => sizeBytes },
  {
    name: 'Digest',
    show: ({ digest }) => <code title={digest}>{digest.slice(0, 19)}</code>,
    value: ({ digest }) => digest,
  },
  {
    name: 'On the disk',
    show: ({ intact }) =>
      intact ? (
        <Mark tone="good" icon="check" word="as recorded" />
      ) : (
        <Mark tone="doubt" icon="warning" word="not as recorded" />
      ),
  },
];

/** What is known of the two, line by line; what differs in them has a ground of its own. */
export function Sides({ comparison: { from, to } }: { comparison: ReleaseComparison }) {
  return (
    <table className="sides">
      <thead>
        <tr>
          <td />
          <SideHead side={from} />
          <SideHead side={to} />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, show, value }) => (
          <tr key={name} className={value && value(from) !== value(to) ? 'differs' : undefined}>
            <th scope="row">{name}</th>
            <td>{show(from)}</td>
            <td>{show(to)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SideHead({ side: { version, live } }: { side: ComparedRelease }) {
  return (
    <th scope="col">
      {version} {live && <Mark tone="good" icon="dot" word="live" />}
    </th>
  );
}
