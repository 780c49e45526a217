import type { ChangeTopic, Permission, Route } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import type { NewAuditEntry } from '@seaworthy/kit/audit';

/** Everything that reads a file of the configuration. */
const configuration: readonly ChangeTopic[] = [
  ...(['config', 'rules', 'alerts', 'slos', 'dashboards', 'notifications'] as const),
];

/** What a change of a route is about, by the permission that it needs: a new route needs no line here. */
const byPermission: Readonly<Partial<Record<Permission, readonly ChangeTopic[]>>> = {
  'alerts:write': ['silences', 'alerts', 'notifications'],
  'config:write': configuration,
  'secrets:write': ['secrets'],
  'approvals:write': ['approvals'],
  'users:write': ['access'],
  'roles:write': ['access'],
  'sessions:write': ['access'],
  'tokens:write': ['access'],
  'account:use': ['access'],
};

/** Acts that are no route, by the first word of their names. */
const byAct: Readonly<Record<string, readonly ChangeTopic[]>> = {
  ...{ alertmanager: ['silences', 'alerts'], configuration, approval: ['approvals'], receiver: ['notifications'] },
  ...{ session: ['access'], user: ['access'], role: ['access'], token: ['access'], master_key: ['secrets'] },
  ...{ instance: ['health'], proxy: ['health'] },
};

/** What may look different after something that the audit trail tells of. */
export function topicsOfEntry({ action, result }: Pick<NewAuditEntry, 'action' | 'result'>): readonly ChangeTopic[] {
  const [room = ''] = action.split('.');
  // A session that could not be begun, a receiver that fails: acts change something by failing too.
  if (Object.hasOwn(byAct, room)) return ['audit', ...(byAct[room] ?? [])];
  if (result !== 'success' || !isRoute(action)) return ['audit'];
  const { permission }: Route = routes[action];
  if (permission === null) return ['audit', 'access'];
  return ['audit', ...(byPermission[permission] ?? [])];
}

function isRoute(action: string): action is keyof typeof routes {
  return Object.hasOwn(routes, action);
}
