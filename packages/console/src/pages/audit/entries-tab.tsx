import type { AuditEntry } from '@seaworthy/api';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { useRange } from '../../components/range-picker.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { usePages } from '../../data/query.ts';
import { useSearch } from '../../navigation/address.ts';
import { formatExact } from '../../text/moment.ts';
import { EntryFilters, useClearFilters } from './entry-filters.tsx';
import { defaultRangeMs, entryQuery, isFiltered } from './entry-query.ts';
import { ResultMark } from './result-mark.tsx';
import './entries-tab.css';

const pageSize = 50;

const columns: readonly Column<AuditEntry>[] = [
  { name: 'When', isTight: true, cell: ({ time }) => <time dateTime={time}>{formatExact(time)}</time> },
  { name: 'Who', isTight: true, cell: ({ actor }) => actor },
  { name: 'What', isTight: true, cell: (entry) => <Action entry={entry} /> },
  { name: 'To what', cell: (entry) => <Resource entry={entry} /> },
  { name: 'Result', isTight: true, cell: ({ result }) => <ResultMark result={result} /> },
];

/** The newest first; what is looked for stands in the address. */
export function EntriesTab() {
  const search = useSearch();
  const [range] = useRange(defaultRangeMs);
  const query = { ...entryQuery(search, range), limit: pageSize };
  const entries = usePages('auditEntries', { query }, { keepsPrevious: true });
  return (
    <section className="card" aria-label="Entries">
      <EntryFilters />
      <Loaded reading={entries} skeleton={<SkeletonRows rows={12} />}>
        {(items) => (
          <Table
            label="Entries"
            columns={columns}
            rows={items}
            keyOf={({ sequence }) => String(sequence)}
            linkOf={({ sequence }) => ({ to: '/audit', search: { ...search, entry: String(sequence) } })}
            empty={<NoEntries isFiltered={isFiltered(search)} />}
          />
        )}
      </Loaded>
      {entries.hasMore && (
        <div className="entries-more">
          <Button onPress={entries.readMore} isBusy={entries.isReadingMore}>
            Show older ones
          </Button>
        </div>
      )}
    </section>
  );
}

function Action({ entry: { action, type } }: { entry: AuditEntry }) {
  return (
    <span>
      <code>{action}</code> {type === 'security_event' && <Badge tone="doubt">security</Badge>}
    </span>
  );
}

function Resource({ entry: { resource, reason } }: { entry: AuditEntry }) {
  return (
    <span>
      {resource}
      {reason !== undefined && <span className="entries-reason soft">{reason}</span>}
    </span>
  );
}

function NoEntries({ isFiltered: isSieved }: { isFiltered: boolean }) {
  const clear = useClearFilters();
  if (!isSieved) {
    return (
      <Empty title="Nothing was recorded in this time" icon="scroll">
        <p>Look at a longer time: each sign-in, each change and each refusal has an entry.</p>
      </Empty>
    );
  }
  return (
    <Empty title="No entry fits" icon="search">
      <p>Nothing in this time has all that you look for. Names have to be whole; a text may stand anywhere.</p>
      <Button onPress={clear}>Show all entries</Button>
    </Empty>
  );
}
