import type { ComponentType } from 'react';
import { Page } from '../../components/page.tsx';
import type { TabPage } from '../../components/tabs.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useParam } from '../../navigation/address.ts';
import { ConfigTab } from './config-tab.tsx';
import { ControlPlaneTab } from './control-plane-tab.tsx';
import { NoSuchTab } from './no-such-tab.tsx';
import { TelemetryTab } from './telemetry-tab.tsx';

const tabs: readonly TabPage[] = [
  { to: '/settings', name: 'Configuration' },
  { to: '/settings/telemetry', name: 'Telemetry' },
  { to: '/settings/control-plane', name: 'Control plane' },
];

const parts: Readonly<Record<string, ComponentType>> = {
  '/settings': ConfigTab,
  '/settings/telemetry': TelemetryTab,
  '/settings/control-plane': ControlPlaneTab,
};

/** What was told to the control plane, where, and what it is. */
export function SettingsPage() {
  const tab = useParam('tab');
  const current = tab === undefined ? '/settings' : `/settings/${tab}`;
  const Part = parts[current] ?? NoSuchTab;
  return (
    <Page title="Settings">
      <Tabs label="Settings" tabs={tabs} current={current} />
      <Part />
    </Page>
  );
}
