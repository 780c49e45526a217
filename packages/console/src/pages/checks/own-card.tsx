import type { HealthReport } from '@seaworthy/api';
import { HealthMark } from '../../components/mark.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { useSetSearch } from '../../navigation/address.ts';
import { formatLatency } from '../../text/format.ts';
import { worse } from './health-order.ts';
import { ownName } from './not-well.ts';

type Row = HealthReport['checks'][string] & { readonly name: string };

const columns: readonly Column<Row>[] = [
  { name: 'Check', isTight: true, cell: ({ name }) => name.replaceAll('_', ' ') },
  { name: 'State', isTight: true, cell: ({ status }) => <HealthMark status={status} /> },
  { name: 'What it says', cell: ({ message }) => message },
  { name: 'Took', isTight: true, isNumber: true, cell: ({ durationMs }) => formatLatency(durationMs) },
];

/** What the control plane says of itself. */
export function OwnChecks({ report: { checks } }: { report: HealthReport }) {
  const setSearch = useSetSearch();
  const rows = Object.entries(checks).map(([name, check]) => ({ ...check, name }));
  return (
    <Table
      label="Checks of the control plane"
      columns={columns}
      rows={rows.sort((a, b) => worse(a.status, b.status) || a.name.localeCompare(b.name))}
      keyOf={({ name }) => name}
      onRow={({ name }) => setSearch({ instance: ownName, check: name }, { isStep: true })}
    />
  );
}
