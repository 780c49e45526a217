import type { Permission, Route } from '@seaworthy/api';
import { permissions, routes } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { builtInRoles } from '../access/roles.ts';
import { openSession, root } from '../access/testing.ts';
import { guard } from './guard.ts';
import { refreshCookie, sessionCookie } from './session-cookies.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';

interface Place {
  readonly name: string;
  readonly method: Route['method'];
  readonly url: string;
  readonly permission: Permission | null;
}

/** What stands beside the API's table. */
const others: readonly Place[] = [
  ...['/health', '/api/health', '/readiness', '/ready', '/api/ready', '/liveness'].map((url) => get(url, null)),
  ...['/public/status', '/public/status.json', '/public/status.rss'].map((url) => get(url, null)),
  ...['/health/detailed', '/status', '/api/deployment/status', '/api/v1/openapi.json'].map((url) =>
    get(url, 'service:read'),
  ),
  ...['/metrics', '/api/v1/proxy/metrics', '/prometheus/api/v1/query'].map((url) => get(url, 'metrics:read')),
  { name: 'query by form', method: 'POST', url: '/prometheus/api/v1/query', permission: 'metrics:read' },
  get('/alertmanager/api/v2/alerts', 'alerts:read'),
  { name: 'amtool', method: 'POST', url: '/alertmanager/api/v2/silences', permission: 'alerts:write' },
  { name: 'otlp', method: 'POST', url: '/v1/traces', permission: 'telemetry:write' },
];

const places: readonly Place[] = [
  ...Object.entries(routes).map(([name, { method, path, permission }]: [string, Route]) => {
    return { name, method, url: path.replace(/\{(\w+)\}/g, 'x'), permission };
  }),
  ...others,
];

function get(url: string, permission: Permission | null): Place {
  return { name: url, method: 'GET', url, permission };
}

const faceAnswer = async () => ({ status: 200, body: ['{}'], finished: () => {} });
const statusAnswer = () => ({ body: '', etag: '"1"' });
const otlpAnswer = { status: 200, contentType: 'application/json', body: Buffer.from('{}') };
const faces = {
  prometheus: faceAnswer,
  alertmanager: async () => ({ status: 200, body: {} }),
  statusPage: {
    html: statusAnswer,
    json: statusAnswer,
    rss: statusAnswer,
    contentSecurityPolicy: "default-src 'none'",
  },
  otlp: { handle: async () => otlpAnswer, refuse: (status: number) => ({ ...otlpAnswer, status }) },
};

describe('every route', () => {
  it.each(builtInRoles.map((role) => [role.name, role.permissions] as const))(
    'is open to a %s exactly when the role has its permission',
    async (role, held) => {
      const bench = await httpBench({}, faces);
      await bench.access.users.add({ name: 'ann', roles: [role] }, root);
      let session = await openSession(bench.access, 'ann');
      const wrong: string[] = [];
      for (const { name, method, url, permission } of places) {
        const headers = { host, authorization: `Bearer ${session.access.token}` };
        const { statusCode } = await bench.server.app.inject({ method, url, headers });
        const mayPass = permission === null || held.has(permission);
        // Open routes ask for something else than a role: a code, a refresh token.
        const isRefused = statusCode === 403 || (statusCode === 401 && permission !== null);
        if (isRefused === mayPass) wrong.push(`${name} ${method} ${url}: ${statusCode}`);
        if (name === 'signOut') session = await openSession(bench.access, 'ann');
      }
      expect(wrong).toEqual([]);
    },
  );

  it('that changes something is refused to a page of another origin, whoever is signed in', async () => {
    const bench = await httpBench({}, faces);
    const session = await openSession(bench.access);
    const cookie = `${sessionCookie}=${session.access.token}; ${refreshCookie}=${session.refresh}`;
    const changing = places.filter(({ method }) => method !== 'GET');
    for (const from of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      for (const { method, url } of changing) {
        const { statusCode } = await bench.server.app.inject({ method, url, headers: { host, cookie, ...from } });
        expect([method, url, from, statusCode]).toEqual([method, url, from, 403]);
      }
    }
    expect(changing.length).toBeGreaterThan(20);
    expect(await bench.access.authenticate({ authorization: undefined, cookie: session.access.token })).toBeDefined();
  });

  it('names a permission, or that it is open: a server with one that does not is never built', async () => {
    const { server } = await httpBench();
    expect(() => server.app.get('/forgotten', () => 'everybody sees this')).toThrow();
    const { fastify } = await import('fastify');
    const { default: cookies } = await import('@fastify/cookie');
    const app = fastify();
    await app.register(cookies);
    guard(app, { access: (await httpBench()).access, isKnownHost: () => true });
    expect(() => app.get('/forgotten', () => 'everybody sees this')).toThrow('GET /forgotten names no permission');
    expect(() => app.get('/open', { config: { permission: null } }, () => 'meant so')).not.toThrow();
  });

  it('has a permission that somebody built in has', () => {
    const held = new Set(builtInRoles.flatMap((role) => [...role.permissions]));
    expect(permissions.filter((name) => !held.has(name))).toEqual([]);
    expect(builtInRoles.map(({ name }) => name)).toEqual(['viewer', 'operator', 'reviewer', 'admin']);
  });
});

describe('roles', () => {
  it.each<[string, readonly Permission[]]>([
    ['viewer', ['deployments:write', 'alerts:write', 'config:write', 'users:read', 'secrets:read', 'audit:read']],
    [
      'operator',
      ['service:stop', 'users:read', 'users:write', 'roles:write', 'secrets:write', 'approvals:write', 'audit:read'],
    ],
    ['reviewer', ['deployments:write', 'alerts:write', 'config:write', 'service:stop', 'users:write', 'secrets:read']],
  ])('a %s may not %j', (name, never) => {
    const role = builtInRoles.find((each) => each.name === name);
    expect(never.filter((permission) => role?.permissions.has(permission))).toEqual([]);
  });
});
