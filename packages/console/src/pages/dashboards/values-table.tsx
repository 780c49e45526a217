import type { Panel } from '@seaworthy/api';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import type { Value } from './panel-data.ts';
import { valueText } from './panel-state.ts';
import { StateMark } from './state-mark.tsx';

/** The values with their names, and what the thresholds say of them. */
export function ValuesTable({ panel, values }: { panel: Panel; values: readonly Value[] }) {
  const columns: Column<Value>[] = [
    { name: 'Name', cell: ({ name }) => name, sortBy: ({ name }) => name },
    {
      ...{ name: 'Value', isNumber: true, sortBy: ({ value }: Value) => (Number.isNaN(value) ? null : value) },
      cell: ({ value }) => valueText(value, panel),
    },
  ];
  const state: Column<Value> = {
    ...{ name: 'State', isTight: true },
    cell: ({ value }) => <StateMark value={value} panel={panel} />,
  };
  const hasStates = panel.thresholds.length > 0;
  return (
    <Table
      label={panel.title}
      columns={hasStates ? [...columns, state] : columns}
      rows={values}
      keyOf={({ name }) => name}
    />
  );
}
