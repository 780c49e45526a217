import type { Silence } from '@seaworthy/api';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { usePages, useRoute } from '../../data/query.ts';
import { useNow } from '../../live/use-now.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { Allowed, useSession } from '../../session/session.tsx';
import { formatMoment } from '../../text/format.ts';
import { formatUntil } from '../../text/spans.ts';
import { pollMs } from './poll.ts';
import './silences-tab.css';

/** What is kept quiet on purpose: by whom, why and until when. */
export function SilencesTab() {
  const silences = usePages('silences', { query: { limit: 100 } }, { pollMs });
  const { id } = useSearch();
  const setSearch = useSetSearch();
  return (
    <>
      {id !== undefined && (
        <p className="silences-one">
          <span className="soft">Only the silence {id.slice(0, 8)}.</span>
          <Button kind="quiet" icon="cross" onPress={() => setSearch({ id: undefined })}>
            Show all
          </Button>
        </p>
      )}
      <Loaded reading={silences}>
        {(items) => <Lists items={items.filter((each) => id === undefined || each.id === id)} />}
      </Loaded>
      {silences.hasMore && (
        <Button onPress={silences.readMore} isBusy={silences.isReadingMore}>
          Show more
        </Button>
      )}
    </>
  );
}

const lists: readonly { state: Silence['state']; title: string; about?: string }[] = [
  { state: 'active', title: 'In force' },
  { state: 'pending', title: 'To come' },
  { state: 'expired', title: 'Over', about: 'kept for a while' },
];

function Lists({ items }: { items: readonly Silence[] }) {
  const quiet = useRoute('alerts', { query: { state: 'suppressed', limit: 200 } }, { pollMs });
  const hidden =
    quiet.data && ((id: string) => quiet.data?.items.filter((each) => each.silencedBy.includes(id)).length ?? 0);
  if (items.length === 0) {
    return (
      <div className="card">
        <Empty title="Nothing is silenced" icon="bell">
          <p>A silence keeps alerts quiet for a time: a camera is being changed, a fault is known.</p>
          <NewSilence />
        </Empty>
      </div>
    );
  }
  return lists.map(({ state, title, about }) => {
    const own = items.filter((each) => each.state === state);
    if (own.length === 0) return null;
    return (
      <Section key={state} title={title} about={about ?? String(own.length)}>
        <SilenceTable label={title} rows={own} hiddenBy={state === 'active' ? hidden : undefined} />
      </Section>
    );
  });
}

export function NewSilence() {
  const setSearch = useSetSearch();
  return (
    <Allowed permission="alerts:write">
      <Button icon="plus" onPress={() => setSearch({ silence: 'new' }, { isStep: true })}>
        New silence
      </Button>
    </Allowed>
  );
}

interface SilenceTableProps {
  readonly label: string;
  readonly rows: readonly Silence[];
  readonly hiddenBy: ((id: string) => number) | undefined;
}

function SilenceTable({ label, rows, hiddenBy }: SilenceTableProps) {
  const { may } = useSession();
  const columns: readonly Column<Silence>[] = [
    { name: 'Alerts whose', cell: ({ matchers }) => <Matchers texts={matchers} /> },
    ...(hiddenBy === undefined
      ? []
      : [{ name: 'Hides now', isTight: true, cell: ({ id }: Silence) => <Hidden count={hiddenBy(id)} /> }]),
    { name: 'Why', cell: ({ comment }) => (comment === '' ? <span className="soft">not said</span> : comment) },
    { name: 'Who', cell: ({ createdBy }) => createdBy },
    { name: 'When', isTight: true, cell: (silence) => <Times silence={silence} /> },
    ...(may('alerts:write')
      ? [{ name: 'Actions', isNameUnseen: true, isTight: true, cell: (silence: Silence) => <Acts silence={silence} /> }]
      : []),
  ];
  return <Table label={`Silences: ${label}`} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function Matchers({ texts }: { texts: readonly string[] }): ReactNode {
  return (
    <span className="silence-matchers">
      {texts.map((text) => (
        <code key={text} className="badge">
          {text}
        </code>
      ))}
    </span>
  );
}

function Hidden({ count }: { count: number }) {
  if (count === 0) return <span className="soft">nothing</span>;
  return (
    <PageLink to="/alerts" search={{ state: 'suppressed' }}>
      {count === 1 ? '1 alert' : `${count} alerts`}
    </PageLink>
  );
}

const soonMs = 15 * 60_000;

function Times({ silence: { state, startsAt, endsAt } }: { silence: Silence }) {
  const now = useNow(10_000);
  const until = (
    <span className="soft">
      until <time dateTime={endsAt}>{formatMoment(endsAt)}</time>
    </span>
  );
  if (state === 'expired') {
    return (
      <span>
        ended <TimeAgo time={endsAt} />
      </span>
    );
  }
  const isSoonOver = state === 'active' && Date.parse(endsAt) - now < soonMs;
  const words = state === 'active' ? `ends ${formatUntil(endsAt, now)}` : `begins ${formatUntil(startsAt, now)}`;
  return (
    <span className="silence-times-cell">
      {isSoonOver ? <Mark tone="doubt" icon="clock" word={words} /> : words} {until}
    </span>
  );
}

function Acts({ silence: { id, state, matchers } }: { silence: Silence }) {
  const setSearch = useSetSearch();
  const [isAsking, setAsking] = useState(false);
  const expire = useChange('expireSilence', {
    invalidates: ['silences', 'alerts'],
    onDone: () => toast('The silence has ended.'),
  });
  const open = (search: Record<string, string>) => setSearch(search, { isStep: true });
  if (state === 'expired') {
    return <Button onPress={() => open({ silence: 'new', matchers: matchers.join(',') })}>Silence again</Button>;
  }
  return (
    <span className="silence-acts">
      <Button onPress={() => open({ silence: id })}>Change</Button>
      <Button kind="danger" isBusy={expire.isBusy} onPress={() => setAsking(true)}>
        End
      </Button>
      {expire.failure && <FailureNote {...expire.failure} />}
      {isAsking && (
        <Confirm
          title="End the silence now?"
          verb="End it"
          isDanger
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void expire.run({ params: { id } });
          }}
        >
          <p>
            {state === 'active'
              ? 'What still fires of it is told again.'
              : 'It does not begin. What fires by then is told.'}
          </p>
          <p className="mono">{matchers.join(', ')}</p>
        </Confirm>
      )}
    </span>
  );
}
