import type { DashboardSummary } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page, Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { useRoute } from '../../data/query.ts';
import './dashboards-page.css';

/** Every dashboard; those that have something to show come first. */
export function DashboardsPage() {
  const dashboards = useRoute('dashboards', {}, { pollMs: 60_000 });
  return (
    <Page
      title="Dashboards"
      about="What is measured, arranged. They are files: yours stand under dashboards: in the configuration."
    >
      <Section title="All dashboards">
        <Loaded reading={dashboards}>
          {({ items }) => (
            <Table
              label="Dashboards"
              columns={columns}
              rows={[...items].sort((a, b) => rank(a) - rank(b))}
              keyOf={({ name }) => name}
              linkOf={({ name }) => ({ to: `/dashboards/${name}` })}
              empty={
                <Empty title="No dashboards" icon="grid">
                  <p>Name files under dashboards: in the configuration.</p>
                </Empty>
              }
            />
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

const columns: readonly Column<DashboardSummary>[] = [
  { name: 'Dashboard', cell: ({ title }) => title, sortBy: ({ title }) => title, isTight: true },
  { name: 'Shows', cell: ({ description }) => <span className="dashboard-about">{description}</span> },
  { name: 'Data', cell: (each) => <DataMark hasData={each.hasData} />, sortBy: rank, isTight: true },
  { name: 'Panels', cell: ({ panels }) => panels, sortBy: ({ panels }) => panels, isNumber: true },
  {
    name: 'From',
    cell: ({ file }) => (file === null ? 'built in' : <code>{file}</code>),
    isTight: true,
    sortBy: ({ file }) => file ?? '',
  },
];

function DataMark({ hasData }: Pick<DashboardSummary, 'hasData'>) {
  if (hasData === null) return <Mark tone="doubt" icon="question" word="unknown" />;
  return hasData ? <Mark tone="good" icon="check" word="has data" /> : <Mark tone="plain" icon="dash" word="no data" />;
}

function rank({ hasData }: DashboardSummary): number {
  return hasData === null ? 1 : hasData ? 0 : 2;
}
