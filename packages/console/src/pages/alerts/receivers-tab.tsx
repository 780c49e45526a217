import type { Receiver, ReceiverIntegration } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useRoute } from '../../data/query.ts';
import { Deliveries } from './deliveries.tsx';
import { integrationWords } from './integration-words.ts';
import { pollMs } from './poll.ts';
import { ReceiverTestCell } from './receiver-test.tsx';
import { useReceiverTests } from './use-receiver-tests.ts';

/** Who can be told, whether it gets through, and what was sent. */
export function ReceiversTab() {
  const receivers = useRoute('receivers', {}, { pollMs });
  return (
    <>
      <Section title="Receivers" about="by what they are told, and whether it gets through">
        <Loaded reading={receivers}>{({ items }) => <Receivers items={items} />}</Loaded>
      </Section>
      <Deliveries receivers={receivers.data?.items.map(({ name }) => name) ?? []} />
    </>
  );
}

type Row = ReceiverIntegration & { readonly receiver: string; readonly isFirst: boolean };

const columns: readonly Column<Row>[] = [
  { name: 'Receiver', cell: ({ receiver }) => <strong>{receiver}</strong>, sortBy: ({ receiver }) => receiver },
  { name: 'Told by', isTight: true, cell: ({ name }) => integrationWords(name), sortBy: ({ name }) => name },
  { name: 'State', isTight: true, cell: (row) => <StateMark row={row} />, sortBy: ({ state }) => state },
  {
    name: 'Last sent',
    isTight: true,
    cell: ({ lastSentAt }) =>
      lastSentAt === null ? <span className="soft">never</span> : <TimeAgo time={lastSentAt} />,
    sortBy: ({ lastSentAt }) => lastSentAt,
  },
  { name: 'Last failure', cell: (row) => <LastFailure row={row} />, sortBy: ({ lastFailedAt }) => lastFailedAt },
];

function Receivers({ items }: { items: readonly Receiver[] }) {
  const tests = useReceiverTests();
  const rows = items.flatMap(({ name, integrations }): Row[] =>
    integrations.length === 0
      ? [{ ...nothing, receiver: name, isFirst: true }]
      : integrations.map((integration, index) => ({ ...integration, receiver: name, isFirst: index === 0 })),
  );
  const test: Column<Row> = {
    name: 'Test',
    cell: ({ receiver, name, isFirst }) =>
      name === nothing.name ? (
        <span className="soft">–</span>
      ) : (
        <ReceiverTestCell receiver={receiver} integration={name} hasButton={isFirst} tests={tests} />
      ),
  };
  return (
    <Table
      label="Receivers"
      columns={[...columns, test]}
      rows={rows}
      keyOf={({ receiver, name }) => `${receiver} ${name}`}
      empty={<Empty title="There is no receiver" icon="mute" />}
    />
  );
}

/** A receiver that tells nobody. */
const nothing: ReceiverIntegration = {
  ...{ name: '–', channel: '', state: 'unknown', failures: 0, failure: null },
  ...{ failingSince: null, lastSentAt: null, lastFailedAt: null },
};

function StateMark({ row: { name, state, failures } }: { row: Row }) {
  if (name === nothing.name) return <Mark tone="doubt" icon="mute" word="tells nobody" />;
  switch (state) {
    case 'ok':
      return <Mark tone="good" icon="check" word="gets through" />;
    case 'failing':
      return <Mark tone="bad" icon="cross" word={failures > 1 ? `failed ${failures} times` : 'fails'} />;
    case 'unknown':
      return <Mark tone="plain" icon="question" word="not tried yet" />;
  }
}

function LastFailure({ row: { lastFailedAt, failure, failingSince } }: { row: Row }) {
  if (lastFailedAt === null) return <span className="soft">none</span>;
  return (
    <span>
      <TimeAgo time={lastFailedAt} />
      {failure && `: ${failure.message}`}{' '}
      {failingSince !== null && (
        <span className="soft">
          (failing since <TimeAgo time={failingSince} />)
        </span>
      )}
    </span>
  );
}
