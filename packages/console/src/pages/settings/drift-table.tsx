import type { ConfigChange, ConfigContent, ConfigDrift } from '@seaworthy/api';
import { Badge, Mark } from '../../components/badge.tsx';
import { Breakable } from '../../components/breakable.tsx';
import { Icon } from '../../components/icon.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { shortSource, textOf } from './setting-list.ts';

type Row = ConfigChange | ConfigContent;

const columns: readonly Column<Row>[] = [
  {
    name: 'Setting or file',
    cell: (row) => (
      <code>
        <Breakable text={'path' in row ? row.path : row.file} />
      </code>
    ),
  },
  { name: 'Runs, and is written', cell: (row) => ('path' in row ? <Values change={row} /> : contentWords[row.change]) },
  {
    name: 'Written in',
    cell: (row) => {
      if (!('path' in row)) return row.section;
      return row.source === null || row.source === 'default' ? (
        <span className="soft">nowhere</span>
      ) : (
        <Badge>
          <Breakable text={shortSource(row.source)} />
        </Badge>
      );
    },
  },
  { name: 'Counts', isTight: true, cell: (row) => <Effect effect={'path' in row ? row.effect : 'reload'} /> },
];

const contentWords: Readonly<Record<ConfigContent['change'], string>> = {
  changed: 'says something else than what was read',
  added: 'is new',
  removed: 'is not read any more',
};

/** What a reload applies first, then what waits for a restart. */
export function DriftTable({ drift: { changes, contents } }: { drift: ConfigDrift }) {
  const of = (effect: ConfigChange['effect']) => changes.filter((change) => change.effect === effect);
  return (
    <Table
      label="What is written otherwise than it runs"
      columns={columns}
      rows={[...of('reload'), ...contents, ...of('restart')]}
      keyOf={(row) => ('path' in row ? row.path : `${row.section} ${row.file}`)}
    />
  );
}

function Values({ change: { change, running, file, isHidden } }: { change: ConfigChange }) {
  if (isHidden) {
    return (
      <span className="drift-values">
        <Icon name="lock" /> another secret
      </span>
    );
  }
  return (
    <span className="drift-values">
      <del>
        <span className="unseen">runs: </span>
        {textOf(running)}
      </del>
      <Icon name="right" />
      <ins>
        <span className="unseen">is written: </span>
        {change === 'removed' ? 'not there' : textOf(file)}
      </ins>
    </span>
  );
}

function Effect({ effect }: { effect: ConfigChange['effect'] }) {
  if (effect === 'reload') return <Mark tone="good" icon="turn" word="on a reload" />;
  return <Mark tone="doubt" icon="clock" word="after a restart" />;
}
