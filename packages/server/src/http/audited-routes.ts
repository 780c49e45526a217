import type { Permission, Route } from '@seaworthy/api';
import { routes } from '@seaworthy/api';

/** What the audit trail says of a route. */
export interface AuditedRoute {
  /** Name of the route in the API's table; of the others, made of method and path. */
  readonly action: string;
  readonly type: string;
  /** Done also when it cannot be recorded: it ends harm, and its entry is written as soon as possible. */
  readonly evenUnrecorded: boolean;
}

/** Not GET, and yet nothing is changed. Whoever adds a line here says why. */
export const readsByPost: Readonly<Record<string, string>> = {
  previewSilence: 'a question with a body: what a silence would mute',
  testAlertRouting: 'a question with a body: who would be told',
  '/prometheus/api/v1/*': 'queries whose parameters come as a form',
  '/v1/traces': 'telemetry',
  '/v1/metrics': 'telemetry',
  '/v1/logs': 'telemetry',
};

/** GET, and yet worth an entry. */
export const auditedByGet: Readonly<Record<string, string>> = {
  '/api/v1/oidc/callback': 'a sign-in',
  pushByGet: 'a heartbeat of programs that can only fetch a URL',
  '/api/v1/audit/export': 'the whole trail leaves the house',
  auditReport: 'what the trail says of everybody leaves the house',
};

/** The way back to what worked must not depend on a disk that is full. */
const evenUnrecorded: ReadonlySet<string> = new Set(['rollback', 'abort', 'stop', 'signOut']);

const names = new Map(
  Object.entries(routes as Readonly<Record<string, Route>>).map(([name, { method, path }]) => [
    `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    name,
  ]),
);

/** What is recorded of a request to a route; undefined when nothing is. Every route that may change something is. */
export function auditedRoute(
  method: string,
  url: string,
  permission: Permission | null | undefined,
): AuditedRoute | undefined {
  const name = names.get(`${method} ${url}`);
  const isListed = (list: Readonly<Record<string, string>>) => Object.hasOwn(list, name ?? url);
  const isRead = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (isRead ? !isListed(auditedByGet) : isListed(readsByPost)) return undefined;
  const action = name ?? actionOf(method, url);
  return { action, type: isRead ? readType(action) : typeOf(permission), evenUnrecorded: evenUnrecorded.has(action) };
}

/** `/alertmanager/api/v2/*` by DELETE is `alertmanager.delete`, `/api/v1/audit/export` by GET `audit.export`. */
function actionOf(method: string, url: string): string {
  const words = url.split('/').filter((word) => /^[a-z][a-z-]*$/.test(word) && word !== 'api');
  return [...words, ...(method === 'GET' ? [] : [method.toLowerCase()])].join('.');
}

function readType(action: string): string {
  return action === 'pushByGet' ? 'data_modification' : 'data_access';
}

function typeOf(permission: Permission | null | undefined): string {
  if (permission === null || permission === 'account:use') return 'authentication';
  const [room = ''] = permission?.split(':') ?? [];
  if (['users', 'roles', 'sessions', 'tokens', 'approvals'].includes(room)) return 'authorization';
  if (['service', 'deployments', 'config', 'secrets'].includes(room)) return 'system_change';
  return 'data_modification';
}
