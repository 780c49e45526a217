import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Badge, LabelBadge, Mark } from '../src/components/badge.tsx';
import { Button } from '../src/components/button.tsx';
import { Chart } from '../src/components/chart.tsx';
import { CodeBlock } from '../src/components/code.tsx';
import { FormDialog } from '../src/components/dialog.tsx';
import { Empty } from '../src/components/empty.tsx';
import { FailureCard, FailureNote, Forbidden, StaleNote } from '../src/components/failure.tsx';
import { Checkbox, Select, TextField } from '../src/components/field.tsx';
import { Page, Section } from '../src/components/page.tsx';
import { RangePicker, useRange } from '../src/components/range-picker.tsx';
import { SkeletonRows } from '../src/components/skeleton.tsx';
import type { Column } from '../src/components/table.tsx';
import { Table } from '../src/components/table.tsx';
import { Tabs } from '../src/components/tabs.tsx';
import { TimeAgo } from '../src/components/time-ago.tsx';
import { Toasts, toast } from '../src/components/toast.tsx';
import { createConsoleClient } from '../src/data/client.ts';
import { createLive } from '../src/live/live.ts';
import { LiveContext } from '../src/live/use-live.ts';
import { PagesContext } from '../src/navigation/page-entry.ts';
import '../src/style/tokens.css';
import '../src/style/base.css';

// `npm run dev`, then /dev/gallery.html: every piece that pages are made of, in its states.

interface Row {
  readonly name: string;
  readonly requests: number;
  readonly p95: number | null;
  readonly since: string;
}
const rows: Row[] = [
  { name: 'HighErrorRate', requests: 12_400, p95: 34, since: new Date(Date.now() - 400_000).toISOString() },
  { name: 'SlowAnswers', requests: 80, p95: 1200, since: new Date(Date.now() - 90_000_000).toISOString() },
  { name: 'DiskAlmostFull', requests: 0, p95: null, since: new Date().toISOString() },
];
const columns: Column<Row>[] = [
  { name: 'Alert', cell: (row) => row.name, sortBy: (row) => row.name },
  { name: 'State', cell: () => <Mark tone="bad" icon="cross" word="firing" />, isTight: true },
  { name: 'Labels', cell: (row) => <LabelBadge name="job" value={`doorbell-${row.requests}`} />, isWideOnly: true },
  { name: 'Requests', cell: (row) => row.requests, sortBy: (row) => row.requests, isNumber: true },
  { name: 'p95', cell: (row) => row.p95 ?? '–', sortBy: (row) => row.p95, isNumber: true },
  { name: 'Since', cell: (row) => <TimeAgo time={row.since} />, sortBy: (row) => row.since, isTight: true },
  { name: 'Act', cell: () => <Button kind="quiet">Silence</Button>, isNameUnseen: true },
];

const times = Array.from({ length: 241 }, (_, index) => 1_780_000_000 + index * 15);
const wave = (period: number, size: number, gap?: readonly [number, number]) =>
  times.map((_, i) =>
    gap && i > gap[0] && i < gap[1] ? null : size * (1.5 + Math.sin(i / period) + Math.sin(i / 3) / 9),
  );
const series = ['blue', 'green', 'canary-with-a-very-long-name{path="/api/v1/deployments"}'].map((name, index) => ({
  name,
  values: wave(9 + index * 4, 40 + index * 30, index === 1 ? [80, 110] : undefined),
}));

function Gallery() {
  const [range, setRange] = useRange();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const failure = { message: 'The silence is refused.', hint: 'Mend what the message says.' };
  return (
    <Page
      title="The console's pieces"
      about="What pages are made of"
      actions={
        <>
          <RangePicker range={range} onChange={setRange} />
          <Button kind="main" icon="plus" onPress={() => setOpen(true)}>
            New silence
          </Button>
        </>
      }
    >
      <Tabs
        label="Parts"
        current="/alerts"
        tabs={[
          { to: '/alerts', name: 'Active', count: 3 },
          { to: '/alerts/rules', name: 'Rules', count: 120 },
          { to: '/alerts/silences', name: 'Silences' },
          { to: '/alerts/routes', name: 'Routes' },
          { to: '/alerts/receivers', name: 'Receivers' },
        ]}
      />
      <Section title="Alerts" about="what fires now" end={<Badge tone="bad">3 firing</Badge>}>
        <div className="filters">
          <TextField label="Search" type="search" value={text} onChange={setText} />
          <Select label="Severity" value="all" onChange={() => {}} options={[{ value: 'all', name: 'all' }]} />
          <Checkbox label="also silenced" isChecked onChange={() => {}} />
        </div>
        <Table
          label="Alerts"
          columns={columns}
          rows={rows}
          keyOf={(row) => row.name}
          onRow={(row) => toast(`${row.name} was pressed.`)}
          sort={{ column: 'Requests', isDescending: true }}
        />
      </Section>
      <div className="columns">
        <Section title="Traffic">
          <Chart title="Requests per second" times={times} series={series} unit="perSecond" onRange={() => {}} />
        </Section>
        <Section title="Alone">
          <Chart
            title="Error ratio"
            times={times}
            series={[{ name: 'errors', colour: 'bad', values: wave(20, 0.02, [30, 60]) }]}
            unit="ratio"
            threshold={{ value: 0.05, name: 'limit 5 %' }}
          />
        </Section>
      </div>
      <div className="columns">
        <Section title="Lines by level">
          <Chart
            title="Log lines"
            isTitleUnseen
            kind="bars"
            times={times.filter((_, index) => index % 6 === 0)}
            series={['info', 'warn', 'error'].map((name, index) => ({
              name,
              colour: (['press', 'doubt', 'bad'] as const)[index] ?? 'ink',
              values: wave(5, 30 / (index + 1)).filter((_, at) => at % 6 === 0),
            }))}
            unit="count"
          />
        </Section>
        <Section title="Memory">
          <Chart
            title="Resident"
            kind="stacked"
            times={times}
            series={series.map((each) => ({ ...each, values: each.values.map((v) => v && v * 4e6) }))}
            unit="bytes"
          />
        </Section>
      </div>
      <div className="columns">
        <Section title="States">
          <FailureNote {...failure} />
          <StaleNote failure={failure} onRetry={() => {}} />
          <FailureCard failure={failure} onRetry={() => {}} />
          <Forbidden permission="audit:read" />
        </Section>
        <Section title="Nothing, and not yet">
          <Empty title="No alert fires" icon="check">
            <p>Rules are evaluated every 15 s.</p>
          </Empty>
          <SkeletonRows rows={3} />
          <CodeBlock label="the entry">{'{\n  "action": "deploy",\n  "actor": "anna"\n}'}</CodeBlock>
        </Section>
      </div>
      {isOpen && (
        <FormDialog
          title="New silence"
          verb="Silence"
          isBusy={false}
          failure={failure}
          onSubmit={() => {
            setOpen(false);
            toast('The silence is set.');
          }}
          onClose={() => setOpen(false)}
        >
          <TextField label="Matchers" isMono value='job="doorbell"' onChange={() => {}} hint="As in Alertmanager." />
          <TextField label="Why" rows={3} value="" onChange={() => {}} fault="A silence needs a reason." />
        </FormDialog>
      )}
      <Toasts />
    </Page>
  );
}

const rootRoute = createRootRoute({ component: Gallery });
const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory() });
const entry = { title: '', icon: 'bell', permission: null, group: null, load: async () => () => null } as const;
const live = createLive(createConsoleClient(), { now: Date.now, wait: async () => {} });
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <LiveContext value={live}>
      <PagesContext value={[{ ...entry, path: '/alerts/{-$tab}' }]}>
        <RouterProvider router={router} />
      </PagesContext>
    </LiveContext>,
  );
}
