import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { defaultAccessPolicy } from './policy.ts';
import type { OpenSession } from './sign-in.ts';
import type { AccessBench, BenchOptions } from './testing.ts';
import { accessBench, openSession, root } from './testing.ts';
import { totpAt } from './totp.ts';

const password = 'a quiet harbour at dusk';
const from = { sourceAddress: '192.0.2.7', client: 'test' };

/** Ann, with a password. */
async function bench(options: BenchOptions = {}) {
  const made = await accessBench(options);
  const session = await openSession(made.access, 'ann', 'operator');
  await made.access.account.changePassword({ password }, session.principal);
  const signIn = (given: object) =>
    made.access.signIns.begin({ name: 'ann', password, ...given }, from).then(
      ({ principal }) => principal.name,
      (error: { code: string }) => error.code,
    );
  return { ...made, session, signIn };
}

/** An authenticator: six digits for the step that the clock is in. */
async function authenticator({ access, clock }: AccessBench, { principal }: OpenSession) {
  const { secret } = await access.account.enrolSecondFactor(principal);
  const bits = [...secret]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return { secret, code: (steps = 0) => totpAt(key, Math.floor(clock.now() / 30_000) + steps) };
}

describe('name and password', () => {
  it('open a session, and are told with where they came from', async () => {
    const { signIn, access, events, session } = await bench();
    expect(await signIn({})).toBe('ann');
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'authentication', actor: 'ann', action: 'session.sign_in', result: 'success' },
      sourceAddress: '192.0.2.7',
    });
    const open = await access.account.sessions(undefined, session.principal);
    expect(open).toContainEqual(expect.objectContaining({ source_address: '192.0.2.7', client: 'test' }));
  });

  it('are refused alike, whatever is wrong with them', async () => {
    const { access, events } = await bench();
    await access.users.add({ name: 'linked', roles: ['viewer'] }, root);
    const refusal = (name: string, given: string) =>
      access.signIns.begin({ name, password: given }, {}).catch(({ code, message, hint }) => ({ code, message, hint }));
    const wrong = await refusal('ann', 'another harbour at dawn');
    expect(wrong).toMatchObject({ code: 'unauthenticated', message: 'Name or password is wrong.' });
    expect(await refusal('nobody', password)).toEqual(wrong);
    expect(await refusal('linked', '')).toEqual(wrong);
    expect(await refusal('local', password)).toEqual(wrong);
    await access.users.change('ann', { disabled: true }, root);
    expect(await refusal('ann', password)).toEqual(wrong);
    const failures = events.filter(({ result }) => result === 'failure');
    expect(failures.map(({ actor }) => actor)).toEqual(['ann', 'unknown', 'linked', 'local', 'ann']);
    expect(JSON.stringify(events)).not.toContain('nobody');
  });

  it('take as long for nobody as for somebody: a name cannot be found out by the clock', async () => {
    const { access } = await bench({
      policy: { ...defaultAccessPolicy, lockout: { freeTries: 1e6, firstWaitMs: 1, longestWaitMs: 1 } },
    });
    const time = async (name: string) => {
      const started = performance.now();
      await access.signIns.begin({ name, password: 'another harbour at dawn' }, {}).catch(() => undefined);
      return performance.now() - started;
    };
    await time('warm up');
    const times = { ann: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 5; round++)
      for (const name of ['ann', 'nobody'] as const) times[name].push(await time(name));
    const least = (of: number[]) => Math.min(...of);
    // The work is argon2's; without it the answer would come twenty times sooner.
    expect(least(times.nobody) / least(times.ann)).toBeGreaterThan(0.5);
    expect(least(times.nobody) / least(times.ann)).toBeLessThan(2);
  });

  it('that are guessed too often must wait, also for the right one, whether there is such a user or not', async () => {
    const { access, clock, signIn, events } = await bench();
    for (const name of ['ann', 'nobody']) {
      for (let tries = 0; tries < 5; tries++) expect(await signIn({ name, password: 'wrong' })).toBe('unauthenticated');
      expect(await signIn({ name })).toBe('rate_limited');
      await clock.advance(999);
      expect(await signIn({ name })).toBe('rate_limited');
    }
    expect(events.filter(({ action }) => action === 'session.lock_out').map(({ actor }) => actor)).toEqual([
      'ann',
      'unknown',
    ]);
    expect(events.at(-1)).toMatchObject({ actor: 'unknown', result: 'refused', reason: 'locked out' });
    const { code } = await access.users.reset('ann', { secondFactor: false }, root);
    expect(await signIn({ name: undefined, password: undefined, code })).toBe('ann');
  });

  it('open a session again after the wait', async () => {
    const { clock, signIn } = await bench();
    for (let tries = 0; tries < 5; tries++) await signIn({ password: 'wrong' });
    await clock.advance(1_000);
    expect(await signIn({})).toBe('ann');
    expect(await signIn({ password: 'wrong' })).toBe('unauthenticated');
  });

  it('that were stored with less are stored with more after a sign-in', async () => {
    const { database, signIn } = await bench();
    const weak = await hash(password, { memoryCost: 8 * 1024, timeCost: 1, parallelism: 1 });
    await database.updateTable('users').set({ password_hash: weak }).where('name', '=', 'ann').execute();
    expect(await signIn({})).toBe('ann');
    const row = await database.selectFrom('users').select('password_hash').where('name', '=', 'ann').executeTakeFirst();
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await signIn({})).toBe('ann');
  });
});

describe('a change of password', () => {
  it('needs the one before, ends the other sessions, and forgets links', async () => {
    const { access, session, signIn } = await bench();
    const other = await openSession(access, 'ann');
    const { code } = await access.account.signInCode(session.principal);
    const change = (current?: string) =>
      access.account.changePassword({ current, password: 'another harbour at dawn' }, session.principal);
    await expect(change()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change('wrong')).rejects.toMatchObject({ code: 'forbidden' });
    await change(password);
    expect(await signIn({})).toBe('unauthenticated');
    expect(await signIn({ password: 'another harbour at dawn' })).toBe('ann');
    expect(await signIn({ name: undefined, code })).toBe('unauthenticated');
    const cookie = (of: OpenSession) => access.authenticate({ authorization: undefined, cookie: of.access.token });
    expect([await cookie(session), await cookie(other)]).toEqual([expect.anything(), undefined]);
  });

  it('is refused for a weak one', async () => {
    const { access, session } = await bench();
    const weak = access.account.changePassword({ current: password, password: 'ann' }, session.principal);
    await expect(weak).rejects.toMatchObject({ code: 'password_refused' });
  });
});

describe('a second factor', () => {
  it('is asked for once it is confirmed, with links too, and neither spends the link nor counts as a guess', async () => {
    const made = await bench();
    const { access, session, signIn, clock } = made;
    const { code } = await authenticator(made, session);
    expect(await signIn({})).toBe('ann');
    await access.account.confirmSecondFactor(code(), session.principal);
    for (let tries = 0; tries < 8; tries++) expect(await signIn({})).toBe('second_factor_required');
    await clock.advance(30_000);
    expect(await signIn({ otp: code() })).toBe('ann');
    await clock.advance(30_000);
    const link = await access.account.signInCode(session.principal);
    expect(await signIn({ code: link.code })).toBe('second_factor_required');
    expect(await signIn({ code: link.code, otp: code() })).toBe('ann');
  });

  it('is taken once, also by two at once, and from a clock that is half a minute wrong', async () => {
    const made = await bench();
    const { access, session, signIn, clock } = made;
    const { code } = await authenticator(made, session);
    await access.account.confirmSecondFactor(code(), session.principal);
    expect(await signIn({ otp: code() })).toBe('second_factor_required');
    await clock.advance(90_000);
    const both = await Promise.all([signIn({ otp: code(-1) }), signIn({ otp: code(-1) })]);
    expect(both.sort()).toEqual(['ann', 'second_factor_required']);
    expect(await signIn({ otp: code(1) })).toBe('ann');
    expect(await signIn({ otp: code() })).toBe('second_factor_required');
    await clock.advance(90_000);
    expect(await signIn({ otp: code(-2) })).toBe('second_factor_required');
  });

  it('can be guessed no more often than a password: asking without one between does not help', async () => {
    const made = await bench();
    const { access, session, signIn } = made;
    const { code } = await authenticator(made, session);
    await access.account.confirmSecondFactor(code(), session.principal);
    for (let tries = 0; tries < 5; tries++) {
      expect(await signIn({ otp: '000000' })).toBe('second_factor_required');
      if (tries < 4) await signIn({});
    }
    expect(await signIn({ otp: '000000' })).toBe('rate_limited');
  });

  it('has ten recovery codes, each of which works once; nothing of them or of the secret is stored in clear', async () => {
    const made = await bench();
    const { access, session, signIn, database } = made;
    const { code, secret } = await authenticator(made, session);
    const recovery = await access.account.confirmSecondFactor(code(), session.principal);
    expect(new Set(recovery).size).toBe(10);
    const [first = '', second = ''] = recovery;
    expect(first).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
    expect(await signIn({ otp: first })).toBe('ann');
    expect(await signIn({ otp: first })).toBe('second_factor_required');
    expect(await signIn({ otp: second.toUpperCase().replaceAll('-', ' ') })).toBe('ann');
    const stored = JSON.stringify([
      await database.selectFrom('users').selectAll().execute(),
      await database.selectFrom('recovery_codes').selectAll().execute(),
    ]);
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(recovery[5]?.replaceAll('-', ''));
  });

  it('that a role must have is enrolled before anything else', async () => {
    const policy = { ...defaultAccessPolicy, secondFactorFor: ['operator'] };
    const made = await bench({ policy });
    const { access, clock } = made;
    const again = await access.signIns.begin({ name: 'ann', password }, from);
    expect(again.principal).toMatchObject({ needsSecondFactor: true, permissions: new Set(['account:use']) });
    const { code } = await authenticator(made, again);
    await access.account.confirmSecondFactor(code(), again.principal);
    const now = await access.authenticate({ authorization: undefined, cookie: again.access.token });
    expect(now?.needsSecondFactor).toBe(false);
    expect(now?.permissions).toContain('deployments:write');
    await clock.advance(30_000);
    await access.account.removeSecondFactor(code(), again.principal);
    const gone = await access.authenticate({ authorization: undefined, cookie: again.access.token });
    expect(gone?.permissions).toEqual(new Set(['account:use']));
  });

  it('goes with a reset only when that is asked for', async () => {
    const made = await bench();
    const { access, session, signIn } = made;
    const { code } = await authenticator(made, session);
    await access.account.confirmSecondFactor(code(), session.principal);
    const kept = await access.users.reset('ann', { secondFactor: false }, root);
    expect(await signIn({ code: kept.code })).toBe('second_factor_required');
    const gone = await access.users.reset('ann', { secondFactor: true }, root);
    expect(await signIn({ code: kept.code })).toBe('unauthenticated');
    expect(await signIn({ code: gone.code })).toBe('ann');
  });
});
