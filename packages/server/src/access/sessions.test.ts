import { createHmac, createPrivateKey, generateKeyPairSync, hkdfSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAccess } from './access.ts';
import { accessTokenLifeMs } from './access-tokens.ts';
import { systemRandom } from './secret.ts';
import { sessionIdleMs, sessionLimitMs } from './sessions.ts';
import { accessBench, openSession, root, testSealer } from './testing.ts';

type Bench = Awaited<ReturnType<typeof accessBench>>;
type Json = Record<string, unknown>;

/** As the file of a new installation gives it: from the master. */
function refreshKeyOf({ tokenFile }: Bench): Buffer {
  const { master } = JSON.parse(readFileSync(join(dirname(tokenFile), 'sessions.json'), 'utf8'));
  return Buffer.from(hkdfSync('sha256', Buffer.from(master, 'base64url'), '', 'refresh tokens', 32));
}

const withCookie = (cookie: string) => ({ authorization: undefined, cookie });
const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = ''): Json => JSON.parse(Buffer.from(part, 'base64url').toString());

/** A real token, and what stands in the file of keys: enough to forge with. */
async function forgery(bench: Bench) {
  const { access } = await openSession(bench.access, 'ann', 'viewer');
  const [head, claims] = access.token.split('.');
  const keys = JSON.parse(readFileSync(join(dirname(bench.tokenFile), 'sessions.json'), 'utf8'));
  const { x, d } = keys.signing[0];
  const ours = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x, d }, format: 'jwk' });
  const signed = (header: Json, payload: Json, key = ours) => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  };
  return { token: access.token, head: decode(head), claims: decode(claims), publicKey: x as string, signed };
}

describe('an access token', () => {
  it('counts for a quarter of an hour, by cookie and in a header', async () => {
    const { access, clock } = await accessBench();
    const { token } = (await openSession(access, 'ann', 'viewer')).access;
    expect(await access.authenticate(withCookie(token))).toMatchObject({
      name: 'ann',
      via: 'session',
      roles: ['viewer'],
    });
    const authorization = `Bearer ${token}`;
    expect(await access.authenticate({ authorization, cookie: undefined })).toMatchObject({ via: 'bearer' });
    await clock.advance(accessTokenLifeMs - 1);
    expect(await access.authenticate(withCookie(token))).toBeDefined();
    await clock.advance(5_001);
    expect(await access.authenticate(withCookie(token))).toBeUndefined();
  });

  it('is counted when it is signed by our own hand: the forgeries below fail for what is wrong with them', async () => {
    const bench = await accessBench();
    const { signed, head, claims } = await forgery(bench);
    expect(await bench.access.authenticate(withCookie(signed(head, claims)))).toMatchObject({ name: 'ann' });
  });

  it.each<[string, (f: Awaited<ReturnType<typeof forgery>>) => string]>([
    ['alg none and no signature', (f) => `${encode({ ...f.head, alg: 'none' })}.${encode(f.claims)}.`],
    [
      'alg none and the old signature',
      (f) => `${encode({ ...f.head, alg: 'none' })}.${encode(f.claims)}.${f.token.split('.')[2]}`,
    ],
    [
      'HS256 with the public key as the secret',
      (f) => {
        const text = `${encode({ ...f.head, alg: 'HS256' })}.${encode(f.claims)}`;
        return `${text}.${createHmac('sha256', Buffer.from(f.publicKey, 'base64url')).update(text).digest('base64url')}`;
      },
    ],
    [
      'HS256 with a placeholder as the secret',
      (f) => {
        const text = `${encode({ ...f.head, alg: 'HS256' })}.${encode(f.claims)}`;
        return `${text}.${createHmac('sha256', '${JWT_SECRET_KEY}').update(text).digest('base64url')}`;
      },
    ],
    ["another's key under our id", (f) => f.signed(f.head, f.claims, generateKeyPairSync('ed25519').privateKey)],
    [
      'a key that it brings along',
      (f) => {
        const { privateKey, publicKey } = generateKeyPairSync('ed25519');
        return f.signed({ ...f.head, kid: 'mine1234', jwk: publicKey.export({ format: 'jwk' }) }, f.claims, privateKey);
      },
    ],
    ['no key id', ({ head: { kid: _, ...head }, ...f }) => f.signed(head, f.claims)],
    ['another audience', (f) => f.signed(f.head, { ...f.claims, aud: 'another-api' })],
    ['another issuer', (f) => f.signed(f.head, { ...f.claims, iss: 'seaworthy:other' })],
    ['another type', (f) => f.signed({ ...f.head, typ: 'JWT' }, f.claims)],
    ['a time to come', (f) => f.signed(f.head, { ...f.claims, nbf: Number(f.claims['nbf']) + 60 })],
    ['a time that is over', (f) => f.signed(f.head, { ...f.claims, exp: Number(f.claims['nbf']) - 6 })],
    ['no end', ({ claims: { exp: _, ...claims }, ...f }) => f.signed(f.head, claims)],
    ['no session', ({ claims: { sid: _, ...claims }, ...f }) => f.signed(f.head, claims)],
    ['a session of another user', (f) => f.signed(f.head, { ...f.claims, sub: 'local' })],
    ['a session that there is not', (f) => f.signed(f.head, { ...f.claims, sid: '0'.repeat(16) })],
    [
      'changed claims under the old signature',
      (f) => `${encode(f.head)}.${encode({ ...f.claims, exp: 9e9 })}.${f.token.split('.')[2]}`,
    ],
    ['a placeholder', () => '${SESSION_TOKEN}'],
    ['nothing to read', () => 'ey..'],
  ])('with %s is refused', async (_, forge) => {
    const bench = await accessBench();
    expect(await bench.access.authenticate(withCookie(forge(await forgery(bench))))).toBeUndefined();
  });

  it('of before goes on to count when the key changes, and for no longer than it lives', async () => {
    const { access, clock, database, tokenFile } = await accessBench();
    const before = await openSession(access, 'ann', 'viewer');
    await clock.advance(31 * 86_400_000);
    const after = await openSession(access, 'bob', 'viewer');
    const kidOf = (token: string) => decode(token.split('.')[0])['kid'];
    expect(kidOf(after.access.token)).not.toBe(kidOf(before.access.token));
    const again = await createAccess({ database, clock, random: systemRandom, sealer: testSealer, tokenFile });
    expect(await again.authenticate(withCookie(after.access.token))).toMatchObject({ name: 'bob' });
    expect(await again.authenticate(withCookie(before.access.token))).toBeUndefined();
  });
});

describe('a refresh token', () => {
  it('is stored as a hash only', async () => {
    const { access, database } = await accessBench();
    const { refresh } = await openSession(access);
    const next = await access.signIns.renew(refresh, {});
    const stored = JSON.stringify(await database.selectFrom('sessions').selectAll().execute());
    for (const token of [refresh, next?.refresh ?? '']) {
      expect(token).toMatch(/^swr_[0-9a-f]{16}_[\w-]{43}$/);
      expect(stored).not.toContain(token.split('_').slice(2).join('_'));
    }
  });

  it('gives the same next one to all who come at once, and to who missed the answer', async () => {
    const { access } = await accessBench();
    const { refresh } = await openSession(access);
    const answers = await Promise.all([1, 2, 3].map(() => access.signIns.renew(refresh, {})));
    const later = await access.signIns.renew(refresh, {});
    const given = new Set([...answers, later].map((answer) => answer?.refresh));
    expect(given.size).toBe(1);
    expect(given).not.toContain(refresh);
  });

  it('that comes again after its successor was used ends the session for all who have one, and is told', async () => {
    const { access, events } = await accessBench();
    const stolen = (await openSession(access, 'ann', 'viewer')).refresh;
    const second = await access.signIns.renew(stolen, {});
    const third = await access.signIns.renew(second?.refresh ?? '', {});
    expect(await access.authenticate(withCookie(third?.access.token ?? ''))).toBeDefined();
    expect(await access.signIns.renew(stolen, { sourceAddress: '192.0.2.7' })).toBeUndefined();
    expect(await access.authenticate(withCookie(third?.access.token ?? ''))).toBeUndefined();
    expect(await access.signIns.renew(third?.refresh ?? '', {})).toBeUndefined();
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'security_event', actor: 'ann', action: 'session.reuse', sourceAddress: '192.0.2.7' },
    });
  });

  it('goes on when the keys are replaced, by another key, and so does one whose answer was lost before', async () => {
    const bench = await accessBench();
    const { access } = bench;
    const [lost, kept] = [await openSession(access), await openSession(access)];
    const answer = await access.signIns.renew(lost.refresh, {});
    const oldKey = refreshKeyOf(bench);
    await access.rotateSessionKeys();
    expect((await access.signIns.renew(lost.refresh, {}))?.refresh).toBe(answer?.refresh);
    const renewed = (await access.signIns.renew(kept.refresh, {}))?.refresh ?? '';
    const [, id = '', secret = ''] = /^swr_([0-9a-f]{16})_(.+)$/.exec(kept.refresh) ?? [];
    const guessed = createHmac('sha256', oldKey).update(`${id}.${secret}`).digest('base64url');
    expect(renewed).not.toContain(guessed);
    expect(await access.signIns.renew(`swr_${id}_${guessed}`, {})).toBeUndefined();
    expect((await access.signIns.renew(kept.refresh, {}))?.refresh).toBe(renewed);
    expect(await access.signIns.renew(renewed, {})).toBeDefined();
  });

  it('of before the keys were replaced is asked for again in vain after an hour, which tells nobody of a theft', async () => {
    const { access, clock, events } = await accessBench();
    const { refresh } = await openSession(access);
    const next = await access.signIns.renew(refresh, {});
    await access.rotateSessionKeys();
    await clock.advance(3_600_001);
    expect(await access.signIns.renew(refresh, {})).toBeUndefined();
    expect(await access.signIns.renew(next?.refresh ?? '', {})).toBeDefined();
    expect(events.filter(({ action }) => action === 'session.reuse')).toEqual([]);
  });

  it('that was never given out ends nothing: a session id is no secret', async () => {
    const { access } = await accessBench();
    const { refresh, ...session } = await openSession(access);
    const [, id] = refresh.split('_');
    expect(await access.signIns.renew(`swr_${id}_${'A'.repeat(43)}`, {})).toBeUndefined();
    expect(await access.authenticate(withCookie(session.access.token))).toBeDefined();
  });
});

describe('a session', () => {
  it('lives on while it is used, for twelve hours after each use', async () => {
    const { access, clock } = await accessBench();
    let { refresh } = await openSession(access);
    for (let uses = 0; uses < 3; uses++) {
      await clock.advance(sessionIdleMs - 1);
      refresh = (await access.signIns.renew(refresh, {}))?.refresh ?? 'over';
    }
    await clock.advance(sessionIdleMs);
    expect(await access.signIns.renew(refresh, {})).toBeUndefined();
  });

  it('ends seven days after its sign-in, however much it is used', async () => {
    const { access, clock } = await accessBench();
    let { refresh } = await openSession(access);
    const step = 6 * 3_600_000;
    for (let passed = step; passed < sessionLimitMs; passed += step) {
      await clock.advance(step);
      refresh = (await access.signIns.renew(refresh, {}))?.refresh ?? 'over';
    }
    await clock.advance(step);
    expect(await access.signIns.renew(refresh, {})).toBeUndefined();
  });

  it('is gone when it signs out, and leaves the others', async () => {
    const { access } = await accessBench();
    const [mine, other] = [await openSession(access), await openSession(access)];
    await access.signIns.end(mine.principal, {});
    expect(await access.authenticate(withCookie(mine.access.token))).toBeUndefined();
    expect(await access.signIns.renew(mine.refresh, {})).toBeUndefined();
    expect(await access.authenticate(withCookie(other.access.token))).toBeDefined();
  });

  it.each<[string, (access: Bench['access']) => Promise<unknown>]>([
    ['is disabled', (access) => access.users.change('ann', { disabled: true }, root)],
    ['is removed', (access) => access.users.remove('ann', root)],
    ['is reset', (access) => access.users.reset('ann', { secondFactor: false }, root)],
    ['is signed out everywhere', (access) => access.users.signOut('ann', root)],
  ])('is over at once when its user %s', async (_, act) => {
    const { access } = await accessBench();
    const session = await openSession(access, 'ann', 'operator');
    await act(access);
    expect(await access.authenticate(withCookie(session.access.token))).toBeUndefined();
    expect(await access.signIns.renew(session.refresh, {})).toBeUndefined();
  });

  it('loses what a role that was taken away allowed at once', async () => {
    const { access } = await accessBench();
    const session = await openSession(access, 'ann', 'operator');
    await access.users.change('ann', { roles: ['viewer'] }, root);
    const caller = await access.authenticate(withCookie(session.access.token));
    expect(caller?.permissions).not.toContain('deployments:write');
  });
});
