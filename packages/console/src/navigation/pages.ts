import type { PageEntry } from './page-entry.ts';

/**
 * Every page there is: the side bar, the palette, the keys and the routes are made of it. A page joins when it works.
 * `/metrics`, `/health`, `/status`, `/liveness` and `/readiness` are the control plane's own.
 */
export const pages: readonly PageEntry[] = [
  {
    ...{ path: '/', title: 'Overview', icon: 'home', permission: 'service:read', group: 'Service', goKey: 'o' },
    load: async () => (await import('../pages/overview/overview-page.tsx')).OverviewPage,
  },
  {
    ...{
      path: '/deployments',
      title: 'Deployments',
      icon: 'rocket',
      permission: 'deployments:read',
      group: 'Service',
      goKey: 'd',
    },
    load: async () => (await import('../pages/deployments/deployments-page.tsx')).DeploymentsPage,
  },
  {
    ...{ path: '/deployments/compare', title: 'Compare releases', icon: 'rocket', permission: 'deployments:read' },
    group: null,
    load: async () => (await import('../pages/deployments/compare-page.tsx')).ComparePage,
  },
  {
    ...{ path: '/deployments/$id', title: 'Deployment', icon: 'rocket', permission: 'deployments:read', group: null },
    load: async () => (await import('../pages/deployments/deployment-page.tsx')).DeploymentPage,
  },
  {
    ...{ path: '/explore', title: 'Metrics', icon: 'chart', permission: 'metrics:read', group: 'Observe', goKey: 'm' },
    load: async () => (await import('../pages/explore/explore-page.tsx')).ExplorePage,
  },
  {
    ...{
      path: '/checks',
      title: 'Health',
      icon: 'heart',
      permission: 'service:read',
      group: 'Service',
      goKey: 'h',
    },
    load: async () => (await import('../pages/checks/checks-page.tsx')).ChecksPage,
  },
  {
    ...{
      path: '/dashboards',
      title: 'Dashboards',
      icon: 'grid',
      permission: 'metrics:read',
      group: 'Observe',
      goKey: 'p',
    },
    load: async () => (await import('../pages/dashboards/dashboards-page.tsx')).DashboardsPage,
  },
  {
    ...{ path: '/dashboards/$name', title: 'Dashboard', icon: 'grid', permission: 'metrics:read', group: null },
    load: async () => (await import('../pages/dashboards/dashboard-page.tsx')).DashboardPage,
  },
  {
    ...{ path: '/logs', title: 'Logs', icon: 'lines', permission: 'logs:read', group: 'Observe', goKey: 'l' },
    load: async () => (await import('../pages/logs/logs-page.tsx')).LogsPage,
  },
  {
    ...{ path: '/traces', title: 'Traces', icon: 'spans', permission: 'traces:read', group: 'Observe', goKey: 't' },
    load: async () => (await import('../pages/traces/traces-page.tsx')).TracesPage,
  },
  {
    ...{ path: '/traces/$id', title: 'Trace', icon: 'spans', permission: 'traces:read', group: null },
    load: async () => (await import('../pages/traces/trace-page.tsx')).TracePage,
  },
  {
    ...{
      path: '/alerts/{-$tab}',
      title: 'Alerts',
      icon: 'bell',
      permission: 'alerts:read',
      group: 'Respond',
      goKey: 'a',
    },
    load: async () => (await import('../pages/alerts/alerts-page.tsx')).AlertsPage,
  },
  {
    ...{ path: '/slos', title: 'Objectives', icon: 'target', permission: 'alerts:read', group: 'Respond', goKey: 'b' },
    load: async () => (await import('../pages/slos/slos-page.tsx')).SlosPage,
  },
  {
    ...{
      path: '/audit/{-$tab}',
      title: 'Audit',
      icon: 'scroll',
      permission: 'audit:read',
      group: 'Protect',
      goKey: 'u',
    },
    load: async () => (await import('../pages/audit/audit-page.tsx')).AuditPage,
  },
  {
    ...{ path: '/access/{-$tab}', title: 'Access', icon: 'key', permission: null, group: 'Protect', goKey: 'c' },
    load: async () => (await import('../pages/access/access-page.tsx')).AccessPage,
  },
  {
    ...{
      path: '/settings/{-$tab}',
      title: 'Settings',
      icon: 'sliders',
      permission: 'config:read',
      group: 'Protect',
      goKey: 's',
    },
    load: async () => (await import('../pages/settings/settings-page.tsx')).SettingsPage,
  },
];
