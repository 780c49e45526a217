import type { ComponentType } from 'react';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useParam } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { EntriesTab } from './entries-tab.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { Export } from './export-dialog.tsx';
import { IntegrityTab } from './integrity-tab.tsx';
import { ReportTab } from './report-tab.tsx';

const parts: Readonly<Record<string, ComponentType>> = {
  '/audit': EntriesTab,
  '/audit/integrity': IntegrityTab,
  '/audit/report': ReportTab,
};

const tabs = [
  { to: '/audit', name: 'Entries' },
  { to: '/audit/integrity', name: 'Integrity' },
  { to: '/audit/report', name: 'Report' },
];

/** Who did what, and the proof that the record of it is whole. */
export function AuditPage() {
  const tab = useParam('tab');
  const current = tab === undefined ? '/audit' : `/audit/${tab}`;
  const Part = parts[current] ?? NoSuchTab;
  return (
    <Page title="Audit" about="Who did what, when, and with what result." actions={<Export />}>
      <Tabs label="Audit" tabs={tabs} current={current} />
      <Part />
      <EntryDialog />
    </Page>
  );
}

function NoSuchTab() {
  return (
    <div className="card">
      <Notice icon="question" title="Nothing is at this address.">
        <PageLink to="/audit">Go to the entries</PageLink>
      </Notice>
    </div>
  );
}
