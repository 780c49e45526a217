import { useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { useAnswers } from '../../data/answers.ts';
import { nameOfSeries } from '../../data/matrix.ts';
import { formatClock } from '../../text/format.ts';
import type { InstantRow } from './instant-rows.ts';
import { instantRowsOf, labelNamesOf } from './instant-rows.ts';
import { Result } from './result.tsx';
import type { Explorer } from './use-explorer.ts';

/** More labels than this do not fit beside each other. */
const mostColumns = 7;
const mostRows = 500;
const mostSamples = 100;

/** The expression at one moment: the end of the time that is looked at. */
export function TableResult({ explorer: { expr }, time }: { explorer: Explorer; time: number }) {
  const [reading] = useAnswers([{ kind: 'instant', expr, time }]);
  const answered = reading?.data;
  const rows = useMemo(() => answered && instantRowsOf(answered.answer), [answered]);
  const names = useMemo(() => labelNamesOf(rows ?? []), [rows]);
  const [layout, setLayout] = useState<'columns' | 'one'>();
  if (reading === undefined) return null;
  const hasColumns = layout === undefined ? names.length <= mostColumns : layout === 'columns';
  return (
    <Result
      reading={reading}
      count={rows?.length}
      more={`at ${formatClock(time * 1000)}`}
      controls={
        <fieldset className="explore-toggle">
          <legend className="unseen">Labels</legend>
          <Button isPressed={hasColumns} onPress={() => setLayout('columns')}>
            Labels as columns
          </Button>
          <Button isPressed={!hasColumns} onPress={() => setLayout('one')}>
            In one
          </Button>
        </fieldset>
      }
    >
      {rows && rows.length > mostRows && (
        <p className="explore-notice">
          <strong>{rows.length - mostRows} more rows are not shown.</strong> Sum them up, or add labels in braces.
        </p>
      )}
      {rows && (
        <Table
          label="Series"
          columns={hasColumns ? labelColumns(names) : [seriesColumn, valueColumn]}
          rows={rows.slice(0, mostRows)}
          keyOf={({ labels }) => JSON.stringify(labels)}
        />
      )}
    </Result>
  );
}

const valueColumn: Column<InstantRow> = {
  name: 'Value',
  isNumber: true,
  cell: ({ value, samples }) => (samples ? <Samples samples={samples} /> : <strong>{value}</strong>),
  sortBy: ({ sortValue }) => sortValue,
};

const seriesColumn: Column<InstantRow> = {
  name: 'Series',
  cell: ({ labels }) => <code>{nameOfSeries(labels)}</code>,
  sortBy: ({ labels }) => nameOfSeries(labels),
};

function labelColumns(names: readonly string[]): readonly Column<InstantRow>[] {
  const columns = names.map(
    (name): Column<InstantRow> => ({
      // A label may be called as the last column is.
      name: name === '__name__' ? 'metric' : name === 'Value' ? 'Value (label)' : name,
      cell: ({ labels }) => labels[name] ?? <span className="soft">–</span>,
      sortBy: ({ labels }) => labels[name] ?? null,
    }),
  );
  return columns.length === 0 ? [seriesColumn, valueColumn] : [...columns, valueColumn];
}

/** What a range selector found: each sample with its time. */
function Samples({ samples }: { samples: NonNullable<InstantRow['samples']> }) {
  return (
    <ul className="explore-samples">
      {samples.slice(0, mostSamples).map(([seconds, value]) => (
        <li key={seconds}>
          {value} <span className="soft">@ {formatClock(seconds * 1000)}</span>
        </li>
      ))}
      {samples.length > mostSamples && <li>and {samples.length - mostSamples} more</li>}
    </ul>
  );
}
