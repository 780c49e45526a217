import type { Session } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane, testHost } from '../testing.ts';

const session = (over: Partial<Session> = {}): Session => ({
  ...{ id: 's-1', user: 'ann', current: false, createdAt: '2026-03-01T09:02:00.000Z' },
  ...{ usedAt: '2026-03-01T10:00:00.000Z', expiresAt: '2026-03-01T22:02:00.000Z' },
  ...{ sourceAddress: '10.0.0.1', client: 'Firefox\u001b[31m' },
  ...over,
});

describe('sessions', () => {
  it('shows where one is signed in', async () => {
    const items = [session(), session({ id: 's-2', current: true, sourceAddress: null, client: null })];
    const plane = await testControlPlane({ sessions: () => ({ items }) });
    expect((await runVerb(['sessions', '--user', 'ann'], plane)).out).toMatchInlineSnapshot(`
      "ID              OF   SINCE          USED           EXPIRES        FROM      BY
      s-1             ann  1 h 0 min ago  2 min 0 s ago  in 12 h 0 min  10.0.0.1  Firefox?[31m
      s-2 (this one)  ann  1 h 0 min ago  2 min 0 s ago  in 12 h 0 min  -         -
      "
    `);
    expect(plane.requests[0]?.query).toEqual({ user: 'ann' });
  });

  it('ends some, or all, and nothing without being told which', async () => {
    const ended: string[] = [];
    const plane = await testControlPlane({
      endSession({ params }) {
        ended.push(params.id);
        return { ok: true };
      },
      signOutEverywhere: () => ({ ended: 3 }),
    });
    expect((await runVerb(['sessions', 'end', 's-1', 's-2'], plane)).out).toBe(
      'Session s-1 is over.\nSession s-2 is over.\n',
    );
    expect(ended).toEqual(['s-1', 's-2']);
    expect((await runVerb(['sessions', 'end', '--all'], plane)).out).toBe('3 sessions ended.\n');
    expect((await runVerb(['sessions', 'end'], plane)).exit).toBe(2);
    expect((await runVerb(['sessions', 'end', 's-1', '--all'], plane)).exit).toBe(2);
  });
});

describe('password', () => {
  const plane = async () => {
    const got: object[] = [];
    const made = await testControlPlane({
      changePassword({ body }) {
        got.push(body);
        return { ok: true };
      },
    });
    return { ...made, got };
  };
  const piped = (text: string) =>
    testHost({ secretInput: { isTerminal: false, readAll: async () => text, readHidden: async () => undefined } });
  const typed = (...lines: (string | undefined)[]) =>
    testHost({ secretInput: { isTerminal: true, readAll: async () => '', readHidden: async () => lines.shift() } });

  it('is read from stdin: the new one, or the present one before it', async () => {
    const at = await plane();
    await runVerb(['password'], at, piped('a new long one\n'));
    const { exit, out, err } = await runVerb(['password'], at, piped('the old one\na new long one\n'));
    expect(at.got).toEqual([{ password: 'a new long one' }, { current: 'the old one', password: 'a new long one' }]);
    expect([exit, out]).toEqual([0, 'The password is changed. Your other sessions have ended.\n']);
    expect(out + err).not.toContain('long one');
  });

  it('is asked for twice on a terminal, and never shown', async () => {
    const at = await plane();
    const { err } = await runVerb(['password'], at, typed('', 'a new long one', 'a new long one'));
    await runVerb(['password'], at, typed('the old one', 'a new long one', 'a new long one'));
    expect(at.got).toEqual([{ password: 'a new long one' }, { current: 'the old one', password: 'a new long one' }]);
    expect(err).not.toContain('long one');
  });

  it.each([
    ['the two differ', typed('', 'a new long one', 'another one')],
    ['it is broken off', typed('', undefined)],
    ['it is empty', piped('\n')],
    ['there is more than that', piped('a\nb\nc\n')],
  ])('is not changed when %s', async (_, host) => {
    const at = await plane();
    expect((await runVerb(['password'], at, host)).exit).toBe(2);
    expect(at.got).toEqual([]);
  });

  it('is no argument', async () => {
    const at = await plane();
    expect((await runVerb(['password', 'hunter2-hunter2'], at, piped('x'))).exit).toBe(2);
    expect(at.got).toEqual([]);
  });
});
