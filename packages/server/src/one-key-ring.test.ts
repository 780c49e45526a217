import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAccess } from './access/access.ts';
import type { ProtectedCall } from './access/approvals/approvals.ts';
import type { AccessEvent } from './access/events.ts';
import { openKeyFile } from './access/key-file.ts';
import { createSeal } from './access/seal.ts';
import { systemRandom } from './access/secret.ts';
import { openSession } from './access/testing.ts';
import { totpAt } from './access/totp.ts';
import { testDatabase } from './db/testing.ts';
import { createSecretHandlers } from './handlers/secrets.ts';
import { testFolder, virtualClock } from './platform/testing.ts';
import { createSecretStore } from './secrets/secret-store.ts';
import { keyConfig, startKeys } from './secrets/testing.ts';

const totpSecret = Buffer.from('12345678901234567890');

/** Starts of one control plane, as far as keys and access go. */
async function bench() {
  const [db, folder, clock] = [await testDatabase(), await testFolder(), virtualClock(1_000_000_000_000)];
  const tokenFile = join(folder, 'keys', 'cli.token');
  const events: AccessEvent[] = [];
  const approvals = { rules: [{ acts: ['abort' as const], approvers: 1, waitMs: 600_000 }], breakGlass: true };
  const start = async () => {
    const keys = await startKeys(db, keyConfig(folder));
    const access = await createAccess({
      ...{ database: db, clock, random: systemRandom, sealer: keys, tokenFile, approvals },
      onEvent: (event) => void events.push(event),
    });
    const secrets = { keys, store: createSecretStore(db, keys, clock), injections: [] };
    return { keys, access, handlers: createSecretHandlers({ secrets, access, clock }) };
  };
  const stored = async () => {
    const { totp_secret } = await db.selectFrom('users').select('totp_secret').executeTakeFirstOrThrow();
    const { call } = await db.selectFrom('approvals').select('call').executeTakeFirstOrThrow();
    return [totp_secret ?? '', call ?? ''];
  };
  /** Each of them is sealed by the data key of today. */
  const areOfToday = async () => {
    const { data_key_id } = await db.selectFrom('key_ring').select('data_key_id').executeTakeFirstOrThrow();
    return (await stored()).every((text) => text.startsWith(`sw1:${data_key_id}:`));
  };
  const code = () => totpAt(totpSecret, Math.floor(clock.now() / 30_000));
  return { db, clock, tokenFile, events, start, stored, areOfToday, code };
}

type Started = Awaited<ReturnType<Awaited<ReturnType<typeof bench>>['start']>>;

const abortBy = ({ principal }: Awaited<ReturnType<typeof openSession>>): ProtectedCall => ({
  ...{ route: 'abort', input: { body: { note: 'kept' } }, caller: principal, summary: 'abort', asked: {} },
  ...{ leavesNoTrace: false, breakGlass: undefined, sourceAddress: '127.0.0.1' },
});

/** What was asked for, as it is carried out once somebody approves. */
async function carriedOut({ access }: Started, id: string): Promise<unknown> {
  const made: unknown[] = [];
  await access.approvals.start({
    perform: async ({ input }) => {
      made.push(input);
      return { ok: true, answer: null };
    },
    record: async () => {},
  });
  await access.approvals.approve(id, undefined, { name: 'bob', permissions: new Set() });
  return made;
}

describe('rotate-key', () => {
  it('seals second factors and changes that wait anew, and lets another key sign sessions', async () => {
    const { db, clock, events, start, stored, areOfToday } = await bench();
    const first = await start();
    const session = await openSession(first.access);
    const { secret } = await first.access.account.enrolSecondFactor(session.principal);
    const held = await first.access.approvals.hold(abortBy(session));
    const before = await stored();
    expect(await first.handlers.rotateKeys()).toMatchObject({ masterKeyChanged: true, resealed: 2 });
    expect((await stored()).some((text) => before.includes(text))).toBe(false);
    expect(await areOfToday()).toBe(true);
    expect(events).toContainEqual(expect.objectContaining({ type: 'security_event', action: 'session_key.rotate' }));
    expect(await first.access.recheck(session.principal)).toBeDefined();

    const second = await start();
    expect(await db.selectFrom('data_keys').selectAll().execute()).toHaveLength(1);
    const bytes = Buffer.from(
      [...secret]
        .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
        .join('')
        .match(/.{8}/g)
        ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
    );
    const otp = totpAt(bytes, Math.floor(clock.now() / 30_000));
    expect(await second.access.account.confirmSecondFactor(otp, session.principal)).toHaveLength(10);
    expect(await carriedOut(second, held?.id ?? '')).toEqual([{ body: { note: 'kept' } }]);
  });
});

describe('what an earlier version sealed by keys of its own', () => {
  it('is sealed by the key ring at the first start, and opens as before', async () => {
    const { db, clock, tokenFile, start, stored, areOfToday, code } = await bench();
    const first = await start();
    const session = await openSession(first.access);
    const held = await first.access.approvals.hold(abortBy(session));
    const keys = await openKeyFile(join(tokenFile, '..', 'sessions.json'), clock, systemRandom);
    const old = (purpose: string, plain: Buffer, place: string) =>
      createSeal(keys.derive(purpose), systemRandom).close(plain, place);
    const totp_secret = old('second factors', totpSecret, 'second factor of local');
    await db.updateTable('users').set({ totp_secret, totp_confirmed: 1 }).execute();
    const input = Buffer.from(JSON.stringify({ body: { note: 'of old' } }));
    await db
      .updateTable('approvals')
      .set({ call: old('approvals', input, `call of ${held?.id}`) })
      .execute();
    await first.handlers.rotateKeys();
    expect((await stored()).some((text) => text.startsWith('sw1:'))).toBe(false);

    const second = await start();
    expect(await areOfToday()).toBe(true);
    const link = await second.access.account.signInCode(session.principal);
    expect(await second.access.signIns.begin({ code: link.code, otp: code() }, {})).toMatchObject({
      principal: { name: 'local' },
    });
    expect(await carriedOut(second, held?.id ?? '')).toEqual([{ body: { note: 'of old' } }]);
  });
});
