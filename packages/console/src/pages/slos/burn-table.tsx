import type { Slo } from '@seaworthy/api';
import { Badge, Mark } from '../../components/badge.tsx';
import { Expression } from '../../components/expression.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import type { SloAlert } from './slo-words.ts';
import { rateText } from './slo-words.ts';
import './burn-table.css';

interface Row {
  readonly alert: SloAlert;
  readonly window: SloAlert['windows'][number];
}

/** How fast the budget goes, against what would raise an alert. 1× spends it exactly within the window. */
export function BurnTable({ slo: { name, alerts, burnRates } }: { slo: Slo }) {
  const rows = alerts.flatMap((alert) => alert.windows.map((window): Row => ({ alert, window })));
  if (rows.length === 0) {
    const isKnown = Object.values(burnRates).some((rate) => rate !== null);
    if (!isKnown)
      return <p className="card-body soft">It raises no alert. How fast the budget burns is not known yet.</p>;
    return (
      <p className="card-body soft">
        It raises no alert. The budget burns {rateText(burnRates['1h'])} over 1 h, {rateText(burnRates['6h'])} over 6 h,{' '}
        {rateText(burnRates['3d'])} over 3 d.
      </p>
    );
  }
  return (
    <div className="burn">
      <h3>How fast it burns</h3>
      <Table
        label={`Burn rates of ${name}`}
        columns={columns}
        rows={rows}
        keyOf={({ alert, window }) => `${alert.urgency} ${window.long}`}
      />
      {alerts.map((alert) => (
        <details key={alert.urgency} className="burn-alert">
          <summary>
            {alert.name} <Badge tone={alert.severity === 'critical' ? 'bad' : 'doubt'}>{alert.severity}</Badge>
          </summary>
          <Expression expr={alert.expr} of={`${alert.name} of ${name}`} />
          <p>
            <PageLink to="/alerts" search={{ filter: `alertname="${alert.name}",slo="${name}"` }}>
              Its alerts
            </PageLink>
          </p>
        </details>
      ))}
    </div>
  );
}

const columns: readonly Column<Row>[] = [
  { name: 'Over', isTight: true, cell: ({ window }) => `${window.long}, and still over ${window.short}` },
  {
    name: 'Burns',
    isTight: true,
    isNumber: true,
    cell: ({ window: { overLong, overShort } }) => `${rateText(overLong)} / ${rateText(overShort)}`,
  },
  { name: 'Alerts above', isTight: true, isNumber: true, cell: ({ window }) => rateText(window.limit) },
  {
    name: 'Which',
    ...{ isTight: true, isWideOnly: true },
    cell: ({ alert }) => (
      <span className="soft">{alert.urgency === 'page' ? 'wakes somebody' : 'for working hours'}</span>
    ),
  },
  { name: 'Now', isTight: true, cell: (row) => <BurnMark row={row} /> },
];

function BurnMark({ row: { window, alert } }: { row: Row }) {
  if (window.isBurning) {
    return <Mark tone={alert.urgency === 'page' ? 'bad' : 'doubt'} icon="bell" word="alerts" />;
  }
  if (window.overLong === null || window.overShort === null) {
    return <Mark tone="plain" icon="question" word="not counted yet" />;
  }
  const isAbove = window.overLong > window.limit && window.overShort > window.limit;
  return isAbove ? (
    <Mark tone="doubt" icon="dash" word="too few requests to tell" />
  ) : (
    <Mark tone="good" icon="check" word="below" />
  );
}
