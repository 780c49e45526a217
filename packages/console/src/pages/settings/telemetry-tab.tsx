import type { Forwarding, TelemetryStore } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';
import { CodeBlock } from '../../components/code.tsx';
import { Empty } from '../../components/empty.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useRoute } from '../../data/query.ts';
import { useSession } from '../../session/session.tsx';
import { formatCount } from '../../text/format.ts';
import { formatSpan } from '../../text/spans.ts';
import { formatBytes } from '../../text/units.ts';

/** What goes where: handed on to others, and kept here. */
export function TelemetryTab() {
  const { may } = useSession();
  const telemetry = useRoute('telemetry', {}, { pollMs: 15_000, isEnabled: may('metrics:read') });
  if (!may('metrics:read')) {
    return (
      <div className="card">
        <Forbidden permission="metrics:read" />
      </div>
    );
  }
  return (
    <>
      <Section title="Handed on" about="to collectors and remote storage, counted since the start">
        <Loaded reading={telemetry}>{({ forwarding }) => <HandedOn forwarding={forwarding} />}</Loaded>
      </Section>
      <Section title="Kept here" about="in the state folder">
        <Loaded reading={telemetry}>
          {({ stores }) => (
            <Table label="Stores of telemetry" columns={storeColumns} rows={stores} keyOf={({ name }) => name} />
          )}
        </Loaded>
      </Section>
    </>
  );
}

const example = `forward:
  otlp:
    - { endpoint: https://collector.example:4318 }`;

function HandedOn({ forwarding }: { forwarding: readonly Forwarding[] }) {
  return (
    <Table
      label="What is handed on"
      columns={forwardingColumns}
      rows={forwarding}
      keyOf={({ to, by, signal }) => `${to} ${by} ${signal}`}
      empty={
        <>
          <Empty title="Nothing is handed on" icon="out">
            <p>All telemetry stays here. A collector or remote storage gets it too when one is written:</p>
          </Empty>
          <div className="card-body">
            <CodeBlock label="example of forwarding">{example}</CodeBlock>
          </div>
        </>
      }
    />
  );
}

const forwardingColumns: readonly Column<Forwarding>[] = [
  { name: 'To', cell: ({ to }) => <code>{to}</code> },
  { name: 'What', isTight: true, cell: ({ signal, by }) => `${signal} by ${by === 'otlp' ? 'OTLP' : 'remote write'}` },
  { name: 'State', cell: (forwarding) => <State forwarding={forwarding} /> },
  { name: 'Sent', isNumber: true, cell: ({ sent }) => formatCount(sent) },
  { name: 'Refused', isNumber: true, cell: ({ refused }) => formatCount(refused) },
  { name: 'Dropped', isNumber: true, cell: ({ dropped }) => formatCount(dropped) },
  {
    name: 'Waiting',
    isNumber: true,
    cell: ({ queue: { waiting, limit } }) => `${formatCount(waiting)} of ${formatCount(limit)}`,
  },
];

function State({ forwarding: { state, why } }: { forwarding: Forwarding }) {
  if (state === 'working') return <Mark tone="good" icon="check" word="gets through" />;
  if (state === 'unknown') return <Mark tone="plain" icon="question" word="nothing sent yet" />;
  return (
    <>
      <Mark tone="bad" icon="cross" word="failing" /> <span className="soft">{why}</span>
    </>
  );
}

const storeColumns: readonly Column<TelemetryStore>[] = [
  { name: 'Store', isTight: true, cell: ({ name }) => name },
  {
    name: 'On disk',
    isTight: true,
    isNumber: true,
    cell: ({ diskBytes, diskLimitBytes }) =>
      formatBytes(diskBytes) + (diskLimitBytes === null ? '' : ` of ${formatBytes(diskLimitBytes)}`),
  },
  { name: 'In memory', isTight: true, isNumber: true, cell: ({ memoryBytes }) => formatBytes(memoryBytes) },
  { name: 'Kept for', isTight: true, isNumber: true, cell: ({ retentionMs }) => formatSpan(retentionMs) },
  {
    name: 'Oldest',
    isTight: true,
    cell: ({ oldest }) => (oldest === null ? <span className="soft">not known</span> : <TimeAgo time={oldest} />),
  },
  { name: 'Not stored', cell: ({ dropped }) => droppedText(dropped) },
];

function droppedText(dropped: TelemetryStore['dropped']): string {
  const said = Object.entries(dropped).filter(([, count]) => count > 0);
  return said.length === 0 ? 'nothing' : said.map(([why, count]) => `${formatCount(count)} ${why}`).join(', ');
}
