import type { NotificationRecord } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Select } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { usePages } from '../../data/query.ts';
import { useNow } from '../../live/use-now.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { formatUntil } from '../../text/spans.ts';
import { SeverityBadge } from './alert-marks.tsx';
import { aboutWords, reasonWords } from './delivery-words.ts';
import { integrationWords } from './integration-words.ts';
import { pollMs } from './poll.ts';
import './deliveries.css';

const states = [
  { value: '', name: 'Every state' },
  { value: 'pending', name: 'Waiting' },
  { value: 'sent', name: 'Sent' },
  { value: 'failed', name: 'Failed' },
  { value: 'gave_up', name: 'Given up' },
  { value: 'superseded', name: 'Overtaken' },
] as const;
type StateWord = (typeof states)[number]['value'];

/** What was told to whom, with what result; what waits stands among it. */
export function Deliveries({ receivers }: { receivers: readonly string[] }) {
  const { receiver = '', delivery = '' } = useSearch();
  const setSearch = useSetSearch();
  const state = states.find(({ value }) => value === delivery)?.value ?? '';
  const records = usePages(
    'notifications',
    { query: { limit: 50, ...(receiver && { receiver }), ...(state && { state }) } },
    { pollMs, keepsPrevious: true },
  );
  const names = [...new Set([...receivers, ...(receiver === '' ? [] : [receiver])])];
  return (
    <Section title="Notifications" about="newest first">
      <search className="filters">
        <Select
          label="Receiver"
          value={receiver}
          options={[{ value: '', name: 'Every receiver' }, ...names.map((name) => ({ value: name, name }))]}
          onChange={(value) => setSearch({ receiver: value })}
        />
        <Select<StateWord>
          label="State"
          value={state}
          options={states}
          onChange={(value) => setSearch({ delivery: value })}
        />
      </search>
      <Loaded reading={records}>
        {(items) => (
          <Table
            label="Notifications"
            columns={columns}
            rows={items}
            keyOf={({ id }) => id}
            empty={
              <Empty
                title={receiver === '' && state === '' ? 'Nobody was told of anything yet' : 'None is like that'}
              />
            }
          />
        )}
      </Loaded>
      {records.hasMore && (
        <p className="card-body">
          <Button onPress={records.readMore} isBusy={records.isReadingMore}>
            Show more
          </Button>
        </p>
      )}
    </Section>
  );
}

const columns: readonly Column<NotificationRecord>[] = [
  { name: 'About', cell: (record) => <About record={record} /> },
  { name: 'State', isTight: true, cell: (record) => <DeliveryMark record={record} /> },
  { name: 'To', cell: ({ receiver, integration }) => `${receiver}, by ${integrationWords(integration)}` },
  { name: 'When', isTight: true, cell: ({ queuedAt }) => <TimeAgo time={queuedAt} /> },
  { name: 'Attempts', isNumber: true, cell: ({ attempts }) => attempts },
  { name: 'What went wrong', cell: (record) => <Trouble record={record} /> },
];

function About({ record }: { record: NotificationRecord }) {
  const { status, severity } = record;
  return (
    <span className="delivery-about">
      <span>
        <strong>{aboutWords(record)}</strong> <SeverityBadge severity={severity} />
      </span>
      <span className="soft">
        {status === 'resolved' ? 'resolved' : 'firing'}, told because {reasonWords(record)}
      </span>
    </span>
  );
}

function DeliveryMark({ record: { state, attempts } }: { record: NotificationRecord }) {
  switch (state) {
    case 'sent':
      return <Mark tone="good" icon="check" word="sent" />;
    case 'pending':
      return <Mark tone="busy" icon="clock" word={attempts > 0 ? 'tries again' : 'waits'} />;
    case 'failed':
      return <Mark tone="bad" icon="cross" word="failed" />;
    case 'gave_up':
      return <Mark tone="bad" icon="cross" word="gave up" />;
    case 'superseded':
      return <Mark tone="plain" icon="dash" word="overtaken" />;
  }
}

function Trouble({ record: { failure, nextAttemptAt, state } }: { record: NotificationRecord }) {
  const now = useNow(1000);
  if (failure === null && nextAttemptAt === null) {
    return <span className="soft">{state === 'superseded' ? 'a later one said all of it' : '–'}</span>;
  }
  return (
    <span>
      {failure?.message}{' '}
      {nextAttemptAt !== null && <span className="soft">next attempt {formatUntil(nextAttemptAt, now)}</span>}
    </span>
  );
}
