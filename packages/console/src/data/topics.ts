import type { ChangeTopic, RouteName } from '@seaworthy/api';

/** What the live stream tells of, beside what it carries itself. */
export type Topic = ChangeTopic | 'deployments';

/** What was read by each of these routes is read anew when the stream tells of one of its topics. */
const topics: Readonly<Partial<Record<RouteName, readonly Topic[]>>> = {
  deployments: ['deployments'],
  deployment: ['deployments'],
  releases: ['deployments'],
  compareReleases: ['deployments'],
  instances: ['health'],
  targets: ['health'],
  probes: ['health'],
  alerts: ['alerts', 'silences'],
  alertGroups: ['alerts', 'silences', 'notifications', 'config'],
  previewSilence: ['alerts', 'silences'],
  testAlertRouting: ['alerts', 'silences', 'config'],
  rules: ['rules', 'alerts'],
  silences: ['silences', 'alerts'],
  alertRouting: ['config'],
  receivers: ['notifications', 'config'],
  notifications: ['notifications'],
  slos: ['slos'],
  logs: ['logs'],
  logVolume: ['logs'],
  dashboards: ['dashboards'],
  dashboard: ['dashboards'],
  traces: ['traces'],
  traceStatistics: ['traces'],
  approvals: ['approvals'],
  approval: ['approvals'],
  auditEntries: ['audit'],
  auditCheckpoint: ['audit'],
  users: ['access'],
  roles: ['access'],
  tokens: ['access'],
  sessions: ['access'],
  session: ['access'],
  secrets: ['secrets'],
  config: ['config'],
  configDrift: ['config'],
};

/** `name` is the head of a query's key; what Prometheus was asked has no topic: its readers poll. */
export function topicsOf(name: unknown): readonly Topic[] {
  return topics[name as RouteName] ?? [];
}
