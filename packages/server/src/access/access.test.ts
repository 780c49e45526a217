import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { permissions } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { createAccess } from './access.ts';
import { systemRandom } from './secret.ts';
import { signInCodeLifeMs } from './sign-in-codes.ts';
import { accessBench, openSession, root, testSealer } from './testing.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, cookie: undefined });
const readToken = (file: string) => readFileSync(file, 'utf8').trim();

describe('the token file', () => {
  it('holds a token with every permission, readable by its owner alone', async () => {
    const { access, tokenFile } = await accessBench();
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
    const caller = await access.authenticate(bearer(readToken(tokenFile)));
    expect(caller).toMatchObject({ name: 'local', via: 'token', expiresAtMs: null, roles: ['admin'] });
    expect([...(caller?.permissions ?? [])]).toEqual([...permissions]);
  });

  it('keeps its token over a restart, and closes a file that was opened to others', async () => {
    const { database, clock, tokenFile } = await accessBench();
    const before = readToken(tokenFile);
    chmodSync(tokenFile, 0o644);
    await createAccess({ database, clock, random: systemRandom, sealer: testSealer, tokenFile });
    expect(readToken(tokenFile)).toBe(before);
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  });

  it('gets a new token when the database does not know the one in it', async () => {
    const { database, clock, tokenFile } = await accessBench();
    writeFileSync(tokenFile, 'swt_0000000000000000_nonsense\n');
    const access = await createAccess({ database, clock, random: systemRandom, sealer: testSealer, tokenFile });
    expect(await access.authenticate(bearer(readToken(tokenFile)))).toBeDefined();
  });

  it('of an older version gives way to one with the permissions of today: the command line was refused after an upgrade', async () => {
    const { database, clock, tokenFile } = await accessBench();
    const before = readToken(tokenFile);
    await database.updateTable('tokens').set({ permissions: '["service:read"]' }).execute();
    const access = await createAccess({ database, clock, random: systemRandom, sealer: testSealer, tokenFile });
    const after = await access.authenticate(bearer(readToken(tokenFile)));
    expect([...(after?.permissions ?? [])]).toEqual([...permissions]);
    expect(await access.authenticate(bearer(before))).toMatchObject({ permissions: new Set(['service:read']) });
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  });

  it('is worth nothing while its owner is disabled, also after a restart', async () => {
    const { access, database, clock, tokenFile } = await accessBench();
    await access.users.add({ name: 'ann', roles: ['admin'] }, root);
    await access.users.change('local', { disabled: true }, root);
    const token = readToken(tokenFile);
    expect(await access.authenticate(bearer(token))).toBeUndefined();
    const again = await createAccess({ database, clock, random: systemRandom, sealer: testSealer, tokenFile });
    expect(readToken(tokenFile)).toBe(token);
    expect(await again.authenticate(bearer(token))).toBeUndefined();
  });
});

describe('a new installation', () => {
  it('tells that a token was made for it, and tells nothing when that is there already', async () => {
    const { database, clock, tokenFile } = await accessBench();
    const told: unknown[] = [];
    const onEvent = (event: object) => void told.push(event);
    const options = { database, clock, random: systemRandom, sealer: testSealer, onEvent };
    await createAccess({ ...options, tokenFile });
    expect(told).toEqual([]);
    await createAccess({ ...options, tokenFile: `${tokenFile}.other` });
    expect(told).toMatchObject([{ type: 'data_modification', actor: 'seaworthy', action: 'token.create' }]);
  });

  it('has one user, the owner of the token file, and no password at all', async () => {
    const { database } = await accessBench();
    const users = await database.selectFrom('users').select(['name', 'password_hash']).execute();
    expect(users).toEqual([{ name: 'local', password_hash: null }]);
  });
});

describe('a token for one purpose', () => {
  it('may do that alone, and is the same after a restart', async () => {
    const { access, database, clock, tokenFile } = await accessBench();
    const file = join(dirname(tokenFile), 'telemetry.token');
    const token = await access.ensureToken(file, { name: 'instances', permissions: ['telemetry:write'] });
    expect(await access.authenticate(bearer(token))).toMatchObject({
      name: 'instances',
      permissions: new Set(['telemetry:write']),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await createAccess({ database, clock, random: systemRandom, sealer: testSealer, tokenFile });
    expect(await again.ensureToken(file, { name: 'instances', permissions: ['telemetry:write'] })).toBe(token);
  });
});

describe('a token', () => {
  it('is stored as a hash only', async () => {
    const { database, tokenFile } = await accessBench();
    const secret = readToken(tokenFile).split('_').slice(2).join('_');
    const stored = JSON.stringify(await database.selectFrom('tokens').selectAll().execute());
    expect(secret).toHaveLength(43);
    expect(stored).not.toContain(secret);
  });

  it.each([
    ['nothing', ''],
    ['another scheme', 'Basic bG9jYWw6'],
    ['an unknown id', `Bearer swt_${'0'.repeat(16)}_${'A'.repeat(43)}`],
    ['a sign-in code', `Bearer swc_${'0'.repeat(16)}_${'A'.repeat(43)}`],
    ['something enormous', `Bearer swt_${'0'.repeat(100_000)}`],
    ['a placeholder that nobody filled in', `Bearer \${JWT_SECRET_KEY}`],
  ])('is refused when it is %s', async (_, authorization) => {
    const { access } = await accessBench();
    expect(await access.authenticate({ authorization, cookie: undefined })).toBeUndefined();
  });

  it('is refused when one character of its secret differs', async () => {
    const { access, tokenFile } = await accessBench();
    const token = readToken(tokenFile);
    const wrong = token.slice(0, -2) + (token.at(-2) === 'A' ? 'B' : 'A') + token.slice(-1);
    expect(await access.authenticate(bearer(wrong))).toBeUndefined();
  });

  it('that is wrong is not made good by a cookie that is right', async () => {
    const { access } = await accessBench();
    const cookie = (await openSession(access)).access.token;
    expect(await access.authenticate({ authorization: 'Bearer wrong', cookie })).toBeUndefined();
  });
});

describe('a sign-in code', () => {
  const codeOf = async (access: Awaited<ReturnType<typeof accessBench>>['access']) =>
    (await access.users.add({ name: 'ann', roles: ['viewer'] }, root)).code;

  it('opens one session, once, even for two who come at the same time', async () => {
    const { access } = await accessBench();
    const { code } = await codeOf(access);
    const tries = await Promise.allSettled([access.signIns.begin({ code }, {}), access.signIns.begin({ code }, {})]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(access.signIns.begin({ code }, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is worth nothing when its time is over: ten minutes, and a day for the first one', async () => {
    const { access, clock } = await accessBench();
    const first = await codeOf(access);
    expect(first.expiresAtMs).toBe(clock.now() + 24 * 3_600_000);
    const local = await access.account.signInCode({
      ...{ name: 'local', via: 'session', roles: ['admin'], permissions: new Set() },
      ...{ expiresAtMs: null, credentialId: '', needsSecondFactor: false },
    });
    expect(local.expiresAtMs).toBe(clock.now() + 10 * 60_000);
    await clock.advance(signInCodeLifeMs);
    await expect(access.signIns.begin({ code: local.code }, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('HTTP Basic', () => {
  const basic = (text: string) => ({
    authorization: `Basic ${Buffer.from(text).toString('base64')}`,
    cookie: undefined,
  });

  it('takes the token as the password, whatever the user is called, for tools that know nothing else', async () => {
    const { access, tokenFile } = await accessBench();
    const token = readToken(tokenFile);
    for (const user of ['', 'prometheus', 'ä b']) {
      expect(await access.authenticate(basic(`${user}:${token}`))).toMatchObject({ name: 'local', via: 'basic' });
    }
  });

  it.each([
    ['a wrong password', (token: string) => `user:${token}x`],
    ['the token as the user', (token: string) => `${token}:`],
    ['no colon', (token: string) => token],
    ['nothing', () => ''],
  ])('refuses %s', async (_, make) => {
    const { access, tokenFile } = await accessBench();
    expect(await access.authenticate(basic(make(readToken(tokenFile))))).toBeUndefined();
  });
});
