import { describe, expect, it } from 'vitest';
import { openSession } from '../access/testing.ts';
import { httpBench } from '../http/testing.ts';
import { createAccessHandlers } from './access.ts';

const host = '127.0.0.1:7070';
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The routes over a real server; `as` calls as somebody with such a role, by their session's own token. */
async function bench() {
  const http = await httpBench(({ access }) => createAccessHandlers({ access }));
  const call = async (authorization: string, method: Method, path: string, payload?: object) => {
    const request = { method, url: `/api/v1${path}`, headers: { host, authorization } };
    const answer = await http.server.app.inject(payload === undefined ? request : { ...request, payload });
    return { status: answer.statusCode, ...answer.json(), headers: answer.headers };
  };
  const as = async (name: string, ...roles: string[]) => {
    const session = await openSession(http.access, name, ...roles);
    const authorization = `Bearer ${session.access.token}`;
    return (method: Method, path: string, payload?: object) => call(authorization, method, path, payload);
  };
  const local = (method: Method, path: string, payload?: object) => call(http.authorization, method, path, payload);
  const withToken = (text: string) => (method: Method, path: string, payload?: object) =>
    call(`Bearer ${text}`, method, path, payload);
  return { ...http, as, local, withToken };
}

describe('users', () => {
  it('are added with a link for the first sign-in, which opens their session', async () => {
    const { local, server } = await bench();
    const added = await local('POST', '/users', { name: 'ann', roles: ['operator'] });
    expect(added.status).toBe(201);
    const link = new URL(added.signIn.url);
    expect(`${link.origin}${link.pathname}`).toBe(`http://${host}/sign-in`);
    const payload = { code: link.hash.slice(1) };
    const signedIn = await server.app.inject({ method: 'POST', url: '/api/v1/session', headers: { host }, payload });
    expect(signedIn.json()).toMatchObject({ user: 'ann' });
    const listed = await local('GET', '/users');
    expect(listed.items).toMatchObject([
      { name: 'ann', roles: ['operator'], disabled: false, hasPassword: false, lastSignInAt: expect.any(String) },
      { name: 'local', roles: ['admin'] },
    ]);
    expect((await local('POST', '/users', { name: 'ann', roles: ['viewer'] })).error.code).toBe('name_taken');
    expect((await local('POST', '/users', { name: 'Ann B', roles: ['viewer'] })).status).toBe(400);
    expect((await local('POST', '/users', { name: 'bob', roles: ['boss'] })).error.message).toContain('no role boss');
  });

  it('are managed by nobody into more than that somebody may: no way up by another account', async () => {
    const { local, as } = await bench();
    const permissions = ['users:read', 'users:write', 'roles:write', 'tokens:write'];
    await local('PUT', '/roles/clerk', { permissions });
    const clerk = await as('carl', 'clerk');
    expect((await clerk('POST', '/users', { name: 'eve', roles: ['admin'] })).error).toMatchObject({
      code: 'forbidden',
    });
    expect((await clerk('PUT', '/users/carl', { roles: ['admin'] })).status).toBe(403);
    expect((await clerk('POST', '/users/local/reset', {})).status).toBe(403);
    expect((await clerk('PUT', '/users/local', { disabled: true })).status).toBe(403);
    expect((await clerk('DELETE', '/users/local')).status).toBe(403);
    expect((await clerk('PUT', '/roles/clerk', { permissions: [...permissions, 'service:stop'] })).status).toBe(403);
    expect((await clerk('POST', '/tokens', { name: 'up', roles: ['admin'] })).status).toBe(403);
    expect((await clerk('POST', '/users', { name: 'eve', roles: ['clerk'] })).status).toBe(201);
  });

  it('keep one administrator', async () => {
    const { local, events } = await bench();
    expect((await local('PUT', '/users/local', { disabled: true })).error).toMatchObject({ code: 'last_admin' });
    expect((await local('PUT', '/users/local', { roles: ['viewer'] })).error.code).toBe('last_admin');
    expect((await local('GET', '/users')).items).toMatchObject([{ name: 'local', roles: ['admin'], disabled: false }]);
    await local('POST', '/users', { name: 'ann', roles: ['admin'] });
    await local('PUT', '/users/ann', { disabled: true });
    expect((await local('PUT', '/users/local', { disabled: true })).error.code).toBe('last_admin');
    expect((await local('DELETE', '/users/ann')).status).toBe(200);
    expect((await local('DELETE', '/users/local')).error.code).toBe('forbidden');
    expect(events.map(({ action }) => action)).toEqual(['user.add', 'user.disable', 'user.remove']);
  });

  it('that are not there are not found', async () => {
    const { local } = await bench();
    expect((await local('PUT', '/users/ann', {})).status).toBe(404);
    expect((await local('DELETE', '/users/ann')).status).toBe(404);
    expect((await local('POST', '/users/ann/reset', {})).status).toBe(404);
  });
});

describe('roles', () => {
  it('are the four built in, which stay, and those that are made, also of a service', async () => {
    const { local, as } = await bench();
    expect((await local('GET', '/roles')).items.map(({ name }: { name: string }) => name)).toEqual([
      ...['viewer', 'operator', 'reviewer', 'admin'],
    ]);
    const permissions = ['asr:process_files', 'asr:view_files', 'service:read'];
    const made = await local('PUT', '/roles/subtitler', { permissions, description: 'works on subtitles' });
    expect(made).toMatchObject({ name: 'subtitler', builtIn: false, permissions });
    const subtitler = await as('sue', 'subtitler');
    expect((await subtitler('GET', '/session')).permissions).toEqual(expect.arrayContaining(permissions));
    expect((await subtitler('GET', '/users')).status).toBe(403);
    expect((await local('DELETE', '/roles/subtitler')).error).toMatchObject({ code: 'role_in_use' });
    await local('DELETE', '/users/sue');
    expect((await local('DELETE', '/roles/subtitler')).status).toBe(200);
    expect((await local('PUT', '/roles/admin', { permissions })).status).toBe(403);
    expect((await local('DELETE', '/roles/viewer')).status).toBe(403);
  });

  it('know our permissions: a slip of the pen is no word of a service', async () => {
    const { local } = await bench();
    const refused = await local('PUT', '/roles/x', { permissions: ['service:raed', 'logs:read', 'alerts:admin'] });
    expect(refused.error).toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('service:raed, alerts:admin'),
    });
  });

  it('give away no word of a service that their maker does not have', async () => {
    const { as } = await bench();
    const viewer = await as('vic', 'viewer');
    const refused = await viewer('POST', '/tokens', { name: 'x', permissions: ['asr:manage_users'] });
    expect(refused.error).toMatchObject({
      code: 'forbidden',
      details: [{ path: 'permission', message: 'asr:manage_users' }],
    });
  });
});

describe('tokens', () => {
  it('are told once, do what they are for, tell when they were used, and end at once', async () => {
    const { as, withToken, clock, events } = await bench();
    const ann = await as('ann', 'operator');
    const made = await ann('POST', '/tokens', { name: 'ci', permissions: ['deployments:read', 'tokens:read'] });
    expect(made).toMatchObject({ status: 201, token: { name: 'ci', user: 'ann', lastUsedAt: null } });
    expect(Date.parse(made.token.expiresAt) - clock.now()).toBe(90 * 86_400_000);
    const ci = withToken(made.text);
    const [listed] = (await ci('GET', '/tokens')).items;
    expect(listed).toMatchObject({ id: made.token.id, lastUsedAt: new Date(clock.now()).toISOString() });
    expect(JSON.stringify(listed)).not.toContain(made.text.slice(21));
    expect((await ci('GET', '/users')).status).toBe(403);
    expect((await ann('DELETE', `/tokens/${made.token.id}`)).status).toBe(200);
    expect((await ci('GET', '/tokens')).status).toBe(401);
    expect(events.map(({ action, actor }) => `${actor} ${action}`)).toEqual(
      expect.arrayContaining(['ann token.create', 'ann token.revoke']),
    );
  });

  it('write down their use once a minute at most', async () => {
    const { local, clock, database } = await bench();
    const uses = async () => (await database.selectFrom('tokens').select('last_used_at').execute())[0]?.last_used_at;
    await local('GET', '/tokens');
    const first = await uses();
    await clock.advance(59_000);
    await local('GET', '/tokens');
    expect(await uses()).toBe(first);
    await clock.advance(1_000);
    await local('GET', '/tokens');
    expect(await uses()).toBe(clock.now());
  });

  it('end when their time is over', async () => {
    const { local, withToken, clock } = await bench();
    const made = await local('POST', '/tokens', { name: 'short', permissions: ['tokens:read'], lifeMs: 60_000 });
    await clock.advance(59_999);
    expect((await withToken(made.text)('GET', '/tokens')).status).toBe(200);
    await clock.advance(1);
    expect((await withToken(made.text)('GET', '/tokens')).status).toBe(401);
  });

  it('shrink with their owner, and fall with them', async () => {
    const { local, as, withToken } = await bench();
    const ann = await as('ann', 'admin');
    const { text } = await ann('POST', '/tokens', { name: 'all', roles: ['admin'] });
    const token = withToken(text);
    expect((await token('GET', '/users')).status).toBe(200);
    await local('PUT', '/users/ann', { roles: ['viewer'] });
    expect((await token('GET', '/users')).status).toBe(403);
    expect((await token('GET', '/tokens')).status).toBe(200);
    await local('PUT', '/users/ann', { disabled: true });
    expect((await token('GET', '/tokens')).status).toBe(401);
  });

  it('of others are neither seen nor ended without leave', async () => {
    const { local, as } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'operator')];
    const made = await ann('POST', '/tokens', { name: 'ci', roles: ['viewer'] });
    expect((await bob('GET', '/tokens')).items).toEqual([]);
    expect((await bob('DELETE', `/tokens/${made.token.id}`)).status).toBe(404);
    expect((await local('GET', '/tokens')).items).toHaveLength(2);
    expect((await local('DELETE', `/tokens/${made.token.id}`)).status).toBe(200);
  });

  it('that may do less than their owner cannot become them', async () => {
    const { as, withToken } = await bench();
    const ann = await as('ann', 'admin');
    const { text } = await ann('POST', '/tokens', { name: 'sly', permissions: ['account:use', 'tokens:write'] });
    const sly = withToken(text);
    for (const [method, path, body] of [
      ['POST', '/sign-in-links', undefined],
      ['PUT', '/account/password', { password: 'a password of my own' }],
      ['POST', '/account/second-factor', undefined],
      ['POST', '/tokens', { name: 'more', roles: ['admin'] }],
    ] as const) {
      expect([path, (await sly(method, path, body)).status]).toEqual([path, 403]);
    }
  });
});

describe('what is secret', () => {
  it('is kept under no Idempotency-Key: neither links and tokens, nor anything made from a password', async () => {
    const { server, authorization, database } = await bench();
    const send = (method: Method, path: string, payload?: object) => {
      const headers = { host, authorization, 'idempotency-key': `key ${path}`.replaceAll(' ', '-') };
      return server.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
    };
    const answers = [
      await send('POST', '/users', { name: 'ann', roles: ['viewer'] }),
      await send('POST', '/users/ann/reset', {}),
      await send('POST', '/tokens', { name: 'ci', roles: ['viewer'] }),
      await send('POST', '/sign-in-links'),
      await send('POST', '/account/second-factor'),
      await send('PUT', '/account/password', { password: 'a quiet harbour at dusk' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 200, 201, 200, 200, 200]);
    expect(await database.selectFrom('idempotency_keys').selectAll().execute()).toEqual([]);
    await send('PUT', '/users/ann', { disabled: true });
    expect(await database.selectFrom('idempotency_keys').selectAll().execute()).toHaveLength(1);
  });
});

describe('sessions', () => {
  it('are listed with where they came from, and ended one by one or all', async () => {
    const { as, local, access } = await bench();
    const ann = await as('ann', 'viewer');
    const other = await openSession(access, 'ann');
    const { items } = await ann('GET', '/sessions');
    expect(items).toHaveLength(2);
    expect(items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect((await ann('DELETE', `/sessions/${other.principal.credentialId}`)).status).toBe(200);
    expect((await ann('GET', '/sessions')).items).toHaveLength(1);
    expect((await local('GET', '/sessions?user=ann')).items).toHaveLength(1);
    expect(await ann('DELETE', '/sessions')).toMatchObject({ ended: 1 });
    expect((await ann('GET', '/sessions')).status).toBe(401);
  });

  it('of others need leave: to see them, and to end them', async () => {
    const { as, local, access } = await bench();
    const ann = await as('ann', 'viewer');
    const mine = await openSession(access, 'local');
    expect((await ann('GET', '/sessions?user=local')).status).toBe(403);
    expect((await ann('DELETE', `/sessions/${mine.principal.credentialId}`)).status).toBe(404);
    expect((await ann('DELETE', '/users/local/sessions')).status).toBe(403);
    expect(await local('DELETE', '/users/ann/sessions')).toMatchObject({ ended: 1 });
    expect((await ann('GET', '/sessions')).status).toBe(401);
  });
});
