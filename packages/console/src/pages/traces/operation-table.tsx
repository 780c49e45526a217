import type { TraceOperation } from '@seaworthy/api';
import type { CallOutput } from '@seaworthy/api/caller';
import { Empty } from '../../components/empty.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { useSetSearch } from '../../navigation/address.ts';
import { formatCount, formatMoment, formatRatio } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';

/** How often, how long, how many errors, and how much is waited for it. */
export function OperationTable({ statistics }: { statistics: CallOutput<'traceStatistics'> }) {
  const setSearch = useSetSearch();
  const { items, isCutShort, from } = statistics;
  return (
    <>
      <Table
        label="Operations"
        columns={columns}
        rows={items}
        keyOf={({ service, name }) => `${service} ${name}`}
        onRow={({ service, name }) => setSearch({ service, name }, { isStep: true })}
        sort={{ column: 'Waited for', isDescending: true }}
        empty={<Empty icon="spans" title="Nothing was traced in this time" />}
      />
      {isCutShort && (
        <p className="traces-more soft">There were too many traces to look at: this is since {formatMoment(from)}.</p>
      )}
    </>
  );
}

const columns: Column<TraceOperation>[] = [
  { name: 'Operation', cell: ({ name }) => name, sortBy: ({ name }) => name },
  { name: 'Service', cell: ({ service }) => service, sortBy: ({ service }) => service },
  { name: 'Count', cell: ({ count }) => formatCount(Math.round(count)), sortBy: ({ count }) => count, isNumber: true },
  {
    name: 'Errors',
    cell: ({ errorRate }) => formatRatio(errorRate),
    sortBy: ({ errorRate }) => errorRate,
    isNumber: true,
  },
  {
    name: 'Median',
    cell: ({ durationMs }) => ms(durationMs.p50),
    sortBy: ({ durationMs }) => durationMs.p50,
    isNumber: true,
  },
  {
    name: 'p95',
    cell: ({ durationMs }) => ms(durationMs.p95),
    sortBy: ({ durationMs }) => durationMs.p95,
    isNumber: true,
  },
  {
    name: 'p99',
    cell: ({ durationMs }) => ms(durationMs.p99),
    sortBy: ({ durationMs }) => durationMs.p99,
    isNumber: true,
  },
  {
    name: 'Waited for',
    cell: ({ criticalShare }) => formatRatio(criticalShare),
    sortBy: ({ criticalShare }) => criticalShare,
    isNumber: true,
  },
];

function ms(value: number): string {
  return formatUnit(value, 'milliseconds');
}
