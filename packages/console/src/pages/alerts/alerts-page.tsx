import type { ComponentType } from 'react';
import { Page } from '../../components/page.tsx';
import type { TabPage } from '../../components/tabs.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useLive } from '../../live/use-live.ts';
import { useParam, useSearch } from '../../navigation/address.ts';
import { ActiveTab } from './active-tab.tsx';
import { NoSuchTab } from './no-such-tab.tsx';
import { ReceiversTab } from './receivers-tab.tsx';
import { RoutesTab } from './routes-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { NewSilence, SilencesTab } from './silences-tab.tsx';

const parts: Readonly<Record<string, ComponentType>> = {
  '/alerts': ActiveTab,
  '/alerts/rules': RulesTab,
  '/alerts/silences': SilencesTab,
  '/alerts/routes': RoutesTab,
  '/alerts/receivers': ReceiversTab,
};

/** What is wrong, who is told of it, and what keeps it quiet. */
export function AlertsPage() {
  const tab = useParam('tab');
  const { silence, matchers } = useSearch();
  const counts = useLive((state) => state.status?.alerts);
  const tabs: readonly TabPage[] = [
    { to: '/alerts', name: 'Active', count: counts && counts.firing + counts.pending },
    { to: '/alerts/rules', name: 'Rules' },
    { to: '/alerts/silences', name: 'Silences' },
    { to: '/alerts/routes', name: 'Routes' },
    { to: '/alerts/receivers', name: 'Receivers' },
  ];
  const current = tab === undefined ? '/alerts' : `/alerts/${tab}`;
  const Part = parts[current] ?? NoSuchTab;
  return (
    <Page title="Alerts" actions={<NewSilence />}>
      <Tabs label="Alerts" tabs={tabs} current={current} />
      <Part />
      <SilenceDialog key={`${silence} ${matchers}`} />
    </Page>
  );
}
