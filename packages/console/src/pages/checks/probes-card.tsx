import type { Probe } from '@seaworthy/api';
import { Badge } from '../../components/badge.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { AlignedSeries } from '../../data/matrix.ts';
import { useSession } from '../../session/session.tsx';
import { formatSpan } from '../../text/spans.ts';
import { OutcomeBars } from './outcome-bars.tsx';
import { barSeconds } from './outcomes.ts';
import { downFirst, SeenMark } from './seen-mark.tsx';
import { useOutcomes } from './use-outcomes.ts';
import './probes-card.css';

const bars = 40;

export interface ProbesProps {
  readonly probes: readonly Probe[];
  /** Beats that others send, instead of looks of ours. */
  readonly isPush?: boolean;
}

/** What is looked at from outside, each with its last looks as bars. */
export function Probes({ probes, isPush = false }: ProbesProps) {
  const historyOf = useHistories(probes);
  const columns: readonly Column<Probe>[] = [
    { name: isPush ? 'Heartbeat' : 'Probe', cell: (probe) => <Name probe={probe} /> },
    { name: 'State', isTight: true, cell: ({ health }) => <SeenMark health={health} /> },
    { name: 'Before', isTight: true, cell: (probe) => <Before history={historyOf(probe)} name={probe.name} /> },
    {
      name: isPush ? 'Looked' : 'Last look',
      isTight: true,
      cell: ({ lastLook }) => (lastLook === null ? <span className="soft">not yet</span> : <TimeAgo time={lastLook} />),
    },
    { name: 'Every', isTight: true, isNumber: true, cell: ({ intervalMs }) => formatSpan(intervalMs) },
  ];
  return (
    <Table
      label={isPush ? 'Heartbeats' : 'Probes'}
      columns={columns}
      rows={downFirst(probes)}
      keyOf={({ name }) => name}
    />
  );
}

/** One question for all probes whose bars are as long. */
function useHistories(probes: readonly Probe[]): (probe: Probe) => AlignedSeries | undefined {
  const { may } = useSession();
  const steps = [...new Set(probes.map(({ intervalMs }) => barSeconds(intervalMs)))];
  const selector = 'probe_success{job="probe"}';
  const found = useOutcomes(
    steps.map((stepSeconds) => ({ selector, stepSeconds, bars })),
    may('metrics:read'),
  );
  return ({ name, intervalMs }) => {
    const outcomes = found[steps.indexOf(barSeconds(intervalMs))];
    return outcomes && { ...outcomes, series: outcomes.series.filter(({ labels }) => labels['probe'] === name) };
  };
}

function Before({ history, name }: { history: AlignedSeries | undefined; name: string }) {
  if (history === undefined) return <span className="skeleton outcomes-space" aria-hidden="true" />;
  const [series] = history.series;
  const values = series?.values ?? history.times.map(() => null);
  return (
    <>
      <span className="unseen">{name}: </span>
      <OutcomeBars times={history.times} values={values} />
    </>
  );
}

function Name({ probe: { name, kind, subject, reason, health } }: { probe: Probe }) {
  return (
    <div className="seen-name">
      <span>
        {name} <Badge>{kind}</Badge>
      </span>
      {subject !== name && <span className="soft">{subject}</span>}
      {reason !== '' && <span className={health === 'down' ? 'seen-fault' : 'soft'}>{reason}</span>}
    </div>
  );
}
