import type { ComparedFile, ReleaseComparison } from '@seaworthy/api';
import { useState } from 'react';
import { Empty } from '../../components/empty.tsx';
import { Select } from '../../components/field.tsx';
import type { MarkProps } from '../../components/mark.tsx';
import { Mark } from '../../components/mark.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { formatCount } from '../../text/format.ts';
import { formatBytes } from '../../text/units.ts';

type Change = ComparedFile['change'];

const marks: Readonly<Record<Change, MarkProps>> = {
  added: { tone: 'good', icon: 'plus', word: 'added' },
  changed: { tone: 'busy', icon: 'turn', word: 'changed' },
  removed: { tone: 'bad', icon: 'dash', word: 'removed' },
};

/** Which files are others, by their digests. */
export function ChangedFiles({ comparison: { files } }: { comparison: ReleaseComparison }) {
  const [wanted, setWanted] = useState<Change | 'all'>('all');
  const shown = wanted === 'all' ? files.items : files.items.filter(({ change }) => change === wanted);
  const all = files.added + files.changed + files.removed;
  return (
    <Section title="Files" about={aboutOf(files)}>
      {all > 0 && (
        <div className="filters">
          <Select
            label="Show"
            value={wanted}
            onChange={setWanted}
            options={[
              { value: 'all', name: `All ${formatCount(all)}` },
              { value: 'added', name: `Added ${formatCount(files.added)}` },
              { value: 'changed', name: `Changed ${formatCount(files.changed)}` },
              { value: 'removed', name: `Removed ${formatCount(files.removed)}` },
            ]}
          />
        </div>
      )}
      <Table
        label="Files that differ"
        columns={columns}
        rows={shown}
        keyOf={({ path }) => path}
        empty={<Empty title={all === 0 ? 'The files are the same' : 'None'} icon="check" />}
      />
      {files.omitted > 0 && (
        <p className="card-body soft">and {formatCount(files.omitted)} more, which are not listed</p>
      )}
    </Section>
  );
}

function aboutOf({ added, changed, removed, unchanged }: ReleaseComparison['files']): string {
  const counts = [`${formatCount(added)} added`, `${formatCount(changed)} changed`, `${formatCount(removed)} removed`];
  return `${counts.join(', ')}; ${formatCount(unchanged)} are the same`;
}

const columns: readonly Column<ComparedFile>[] = [
  { name: 'File', cell: ({ path }) => <code>{path}</code>, sortBy: ({ path }) => path },
  { name: 'Change', isTight: true, cell: ({ change }) => <Mark {...marks[change]} />, sortBy: ({ change }) => change },
  { name: 'Before', isNumber: true, cell: ({ fromBytes }) => sizeText(fromBytes) },
  { name: 'After', isNumber: true, cell: ({ toBytes }) => sizeText(toBytes) },
  {
    name: 'Grows by',
    isNumber: true,
    cell: ({ fromBytes, toBytes }) => growth((toBytes ?? 0) - (fromBytes ?? 0)),
    sortBy: ({ fromBytes, toBytes }) => (toBytes ?? 0) - (fromBytes ?? 0),
  },
];

function sizeText(bytes: number | null): string {
  return bytes === null ? '–' : formatBytes(bytes);
}

function growth(bytes: number): string {
  return bytes === 0 ? '0' : `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`;
}
