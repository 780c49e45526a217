import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { permissions } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { Access } from './access.ts';
import { createAccess } from './access.ts';
import { systemRandom } from './secret.ts';
import { sessionIdleMs, sessionLimitMs } from './sessions.ts';
import { signInCodeLifeMs } from './sign-in-codes.ts';
import { accessBench } from './testing.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, cookie: undefined });
const withCookie = (cookie: string) => ({ authorization: undefined, cookie });
const readToken = (file: string) => readFileSync(file, 'utf8').trim();

async function signIn(access: Access): Promise<string> {
  const session = await access.signIn((await access.createSignInCode()).code);
  return session?.cookie ?? 'no session';
}

describe('the token file', () => {
  it('holds a token with every permission, readable by its owner alone', async () => {
    const { access, tokenFile } = await accessBench();
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
    const caller = await access.authenticate(bearer(readToken(tokenFile)));
    expect(caller).toMatchObject({ name: 'local', via: 'token', expiresAtMs: null });
    expect([...(caller?.permissions ?? [])]).toEqual([...permissions]);
  });

  it('keeps its token over a restart, and closes a file that was opened to others', async () => {
    const { database, clock, tokenFile } = await accessBench();
    const before = readToken(tokenFile);
    chmodSync(tokenFile, 0o644);
    await createAccess({ database, clock, random: systemRandom, tokenFile });
    expect(readToken(tokenFile)).toBe(before);
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  });

  it('gets a new token when the database does not know the one in it', async () => {
    const { database, clock, tokenFile } = await accessBench();
    writeFileSync(tokenFile, 'swt_0000000000000000_nonsense\n');
    const access = await createAccess({ database, clock, random: systemRandom, tokenFile });
    expect(await access.authenticate(bearer(readToken(tokenFile)))).toBeDefined();
  });

  it('of an older version gives way to one with the permissions of today: the command line was refused after an upgrade', async () => {
    const { database, clock, tokenFile } = await accessBench();
    const before = readToken(tokenFile);
    await database.updateTable('tokens').set({ permissions: '["service:read"]' }).execute();
    const access = await createAccess({ database, clock, random: systemRandom, tokenFile });
    const after = await access.authenticate(bearer(readToken(tokenFile)));
    expect([...(after?.permissions ?? [])]).toEqual([...permissions]);
    expect(await access.authenticate(bearer(before))).toMatchObject({ permissions: new Set(['service:read']) });
    expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
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
    const again = await createAccess({ database, clock, random: systemRandom, tokenFile });
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
    const cookie = await signIn(access);
    expect(await access.authenticate({ authorization: 'Bearer wrong', cookie })).toBeUndefined();
  });
});

describe('a sign-in code', () => {
  it('opens one session, once, even for two who come at the same time', async () => {
    const { access } = await accessBench();
    const { code } = await access.createSignInCode();
    const sessions = await Promise.all([access.signIn(code), access.signIn(code)]);
    expect(sessions.filter((session) => session !== undefined)).toHaveLength(1);
    expect(await access.signIn(code)).toBeUndefined();
  });

  it('is worth nothing after ten minutes', async () => {
    const { access, clock } = await accessBench();
    const { code, expiresAtMs } = await access.createSignInCode();
    expect(expiresAtMs).toBe(clock.now() + 10 * 60_000);
    await clock.advance(signInCodeLifeMs);
    expect(await access.signIn(code)).toBeUndefined();
  });
});

describe('a session', () => {
  it('lives on while it is used, for twelve hours after each use', async () => {
    const { access, clock } = await accessBench();
    const cookie = await signIn(access);
    for (let uses = 0; uses < 3; uses++) {
      await clock.advance(sessionIdleMs - 1);
      expect(await access.authenticate(withCookie(cookie))).toMatchObject({ name: 'local', via: 'session' });
    }
    await clock.advance(sessionIdleMs);
    expect(await access.authenticate(withCookie(cookie))).toBeUndefined();
  });

  it('ends seven days after its sign-in, however much it is used', async () => {
    const { access, clock } = await accessBench();
    const cookie = await signIn(access);
    const step = 6 * 3_600_000;
    for (let passed = step; passed < sessionLimitMs; passed += step) {
      await clock.advance(step);
      expect(await access.authenticate(withCookie(cookie))).toBeDefined();
    }
    await clock.advance(step);
    expect(await access.authenticate(withCookie(cookie))).toBeUndefined();
  });

  it('is gone when it signs out, and leaves the others', async () => {
    const { access } = await accessBench();
    const [mine, other] = [await signIn(access), await signIn(access)];
    const principal = await access.authenticate(withCookie(mine));
    if (principal !== undefined) await access.signOut(principal);
    expect(await access.authenticate(withCookie(mine))).toBeUndefined();
    expect(await access.authenticate(withCookie(other))).toBeDefined();
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
