import type { Addresses, RouteName } from '@seaworthy/api';

/**
 * The routes that the console calls. They stand here without their schemas, which would weigh more than the rest of the
 * page; the compiler holds each of them to the API's own table. A page adds a line for each route that it calls.
 */
export const addresses = {
  signIn: { method: 'POST', path: '/api/v1/session' },
  signOut: { method: 'DELETE', path: '/api/v1/session' },
  session: { method: 'GET', path: '/api/v1/session' },
  status: { method: 'GET', path: '/api/v1/status' },
  deployments: { method: 'GET', path: '/api/v1/deployments' },
  deployment: { method: 'GET', path: '/api/v1/deployments/{id}' },
  deploy: { method: 'POST', path: '/api/v1/deployments' },
  releases: { method: 'GET', path: '/api/v1/releases' },
  compareReleases: { method: 'GET', path: '/api/v1/releases/compare' },
  rollback: { method: 'POST', path: '/api/v1/rollback' },
  promote: { method: 'POST', path: '/api/v1/rollout/promote' },
  pause: { method: 'POST', path: '/api/v1/rollout/pause' },
  resume: { method: 'POST', path: '/api/v1/rollout/resume' },
  abort: { method: 'POST', path: '/api/v1/rollout/abort' },
  alerts: { method: 'GET', path: '/api/v1/alerts' },
  alertGroups: { method: 'GET', path: '/api/v1/alert-groups' },
  rules: { method: 'GET', path: '/api/v1/rules' },
  silences: { method: 'GET', path: '/api/v1/silences' },
  createSilence: { method: 'POST', path: '/api/v1/silences' },
  previewSilence: { method: 'POST', path: '/api/v1/silences/preview' },
  expireSilence: { method: 'DELETE', path: '/api/v1/silences/{id}' },
  alertRouting: { method: 'GET', path: '/api/v1/routes' },
  testAlertRouting: { method: 'POST', path: '/api/v1/routes/test' },
  receivers: { method: 'GET', path: '/api/v1/receivers' },
  notifications: { method: 'GET', path: '/api/v1/notifications' },
  slos: { method: 'GET', path: '/api/v1/slos' },
  approvals: { method: 'GET', path: '/api/v1/approvals' },
  approve: { method: 'POST', path: '/api/v1/approvals/{id}/approve' },
  reject: { method: 'POST', path: '/api/v1/approvals/{id}/reject' },
  targets: { method: 'GET', path: '/api/v1/targets' },
  probes: { method: 'GET', path: '/api/v1/probes' },
  tokens: { method: 'GET', path: '/api/v1/tokens' },
  secrets: { method: 'GET', path: '/api/v1/secrets' },
  auditEntries: { method: 'GET', path: '/api/v1/audit/entries' },
  events: { method: 'GET', path: '/api/v1/events' },
} as const satisfies Partial<Addresses<RouteName>>;

export type ConsoleRoute = keyof typeof addresses;
