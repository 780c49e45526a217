import type { Deployment, Outcome } from '@seaworthy/api';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Select, TextField } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { OutcomeMark } from '../../components/mark.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { usePages } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { formatCount, formatDuration } from '../../text/format.ts';
import './history.css';

const outcomes: readonly { readonly value: Outcome | ''; readonly name: string }[] = [
  { value: '', name: 'All' },
  { value: 'completed', name: 'Completed' },
  { value: 'rolled_back', name: 'Rolled back' },
  { value: 'failed', name: 'Failed' },
  { value: 'refused', name: 'Refused' },
  { value: 'dry_run', name: 'Dry runs' },
];

/** Every deployment there was, the newest first. */
export function History() {
  const { outcome: asked, text = '' } = useSearch();
  const outcome = outcomes.find(({ value }) => value === asked)?.value ?? '';
  const query = { limit: 25, ...(outcome !== '' && { outcome }), ...(text !== '' && { text }) };
  const reading = usePages('deployments', { query }, { keepsPrevious: true });
  const current = useLive((state) => state.deployment);
  const isFiltered = outcome !== '' || text !== '';
  return (
    <Section title="History">
      <Filters outcome={outcome} text={text} />
      <Loaded reading={reading} skeleton={<SkeletonRows rows={8} />}>
        {(items) => (
          <>
            <Table
              label="Deployments"
              columns={columns}
              rows={items.map((item) => (item.id === current?.id ? current : item))}
              keyOf={({ id }) => id}
              linkOf={({ id }) => ({ to: `/deployments/${id}` })}
              empty={<Empty title={isFiltered ? 'None is like that' : 'Nothing was deployed yet'} icon="rocket" />}
            />
            {reading.hasMore && (
              <div className="history-next">
                <Button onPress={reading.readMore} isBusy={reading.isReadingMore}>
                  Show more
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

const typingMs = 300;

function Filters({ outcome, text }: { outcome: Outcome | ''; text: string }) {
  const setSearch = useSetSearch();
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => setSearch({ text: typed }), typingMs);
    return () => clearTimeout(timer);
  }, [typed, text, setSearch]);
  return (
    <div className="filters">
      <TextField
        label="Search"
        type="search"
        value={typed}
        onChange={setTyped}
        placeholder="version, reason or who asked"
      />
      <Select label="Outcome" value={outcome} onChange={(value) => setSearch({ outcome: value })} options={outcomes} />
    </div>
  );
}

const columns: readonly Column<Deployment>[] = [
  { name: 'Version', cell: ({ version }) => <strong>{version}</strong> },
  { name: 'Outcome', isTight: true, cell: (deployment) => <OutcomeMark deployment={deployment} /> },
  { name: 'Why', cell: ({ reason }) => <span className="soft">{reason?.message ?? ''}</span>, isWideOnly: true },
  { name: 'Requests', isNumber: true, cell: ({ requests }) => formatCount(requests.total) },
  {
    name: 'Failed',
    isNumber: true,
    cell: ({ requests: { failed } }) => (
      <span className={failed > 0 ? 'count-bad' : undefined}>{formatCount(failed)}</span>
    ),
  },
  { name: 'Took', isNumber: true, cell: ({ durationMs }) => formatDuration(durationMs) },
  { name: 'By', cell: ({ requestedBy }) => requestedBy, isTight: true },
  { name: 'When', isTight: true, cell: ({ startedAt }) => <TimeAgo time={startedAt} /> },
];
