import type { Approval } from '@seaworthy/api';
import { sampleDeployment, sampleLink, sampleRole, sampleUser } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane, testHost } from '../testing.ts';

const waiting = (over: Partial<Approval> = {}): Approval => ({
  ...{ id: 'apr-1', act: 'deploy', summary: 'deploy 1.4.0', asked: { body: { version: '1.4.0' } }, askedBy: 'ann' },
  ...{ state: 'pending', needed: 1, votes: [], createdAt: '2026-03-01T10:00:00.000Z' },
  ...{ expiresAt: '2026-03-01T11:02:00.000Z', endedAt: null, error: null },
  ...over,
});
const held = () => ({ approval: waiting() }) as unknown as ReturnType<typeof sampleDeployment>;

describe('approvals', () => {
  it('shows what waits, and for how long', async () => {
    const plane = await testControlPlane({ approvals: () => ({ items: [waiting()], nextCursor: null }) });
    expect((await runVerb(['approvals'], plane)).out).toMatchInlineSnapshot(`
      "ID     WHAT          ASKED BY  SINCE          STATE
      apr-1  deploy 1.4.0  ann       2 min 0 s ago  0 of 1 approved, 1 h 0 min left
      "
    `);
  });

  it('approves, and fails when what was approved does', async () => {
    const error = { code: 'lock_held', message: 'Another one is under way.' };
    const votes = [{ by: 'bob', verdict: 'approve' as const, reason: null, at: '2026-03-01T10:02:00.000Z' }];
    const plane = await testControlPlane({ approve: () => waiting({ state: 'failed', error, votes }) });
    const { exit, out } = await runVerb(['approvals', 'approve', 'apr-1'], plane);
    expect(exit).toBe(1);
    expect(out).toContain('approved by bob\nfailed\nAnother one is under way. (lock_held)');
  });

  it('rejects only for a reason', async () => {
    const plane = await testControlPlane({ reject: () => waiting({ state: 'rejected' }) });
    expect((await runVerb(['approvals', 'reject', 'apr-1'], plane)).exit).toBe(2);
    await runVerb(['approvals', 'reject', 'apr-1', '--reason', 'not today'], plane);
    expect(plane.requests[0]?.body).toEqual({ reason: 'not today' });
  });
});

describe('deploy, where a second person has to approve', () => {
  it('ends with 4 and says how to go on', async () => {
    const { exit, err } = await runVerb(['deploy', '1.4.0'], await testControlPlane({ deploy: held }));
    expect(exit).toBe(4);
    expect(err).toContain('deploy 1.4.0 waits for approval by somebody else');
    expect(err).toContain('seaworthy approvals approve apr-1');
  });

  it('says so in one form to scripts', async () => {
    const { exit, out } = await runVerb(['deploy', '1.4.0', '--json'], await testControlPlane({ deploy: held }));
    expect(exit).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'refused', reason: { code: 'approval_needed' } });
  });

  it('waits when told to, and follows what comes of it', async () => {
    let looks = 0;
    const ended = sampleDeployment({ version: '1.4.0' });
    const approval = () => (++looks < 3 ? waiting() : { ...waiting({ state: 'done' }), result: ended });
    const plane = await testControlPlane({ deploy: held, approval, deployment: () => ended });
    expect((await runVerb(['deploy', '1.4.0', '--wait-approval'], plane)).exit).toBe(0);
    expect(looks).toBe(3);
  });

  it('ends with 4 when it is rejected meanwhile', async () => {
    const votes = [{ by: 'bob', verdict: 'reject' as const, reason: 'not today', at: '2026-03-01T10:02:00.000Z' }];
    const approval = () => waiting({ state: 'rejected', votes });
    const plane = await testControlPlane({ deploy: held, approval });
    const { exit, err } = await runVerb(['deploy', '1.4.0', '--wait-approval'], plane);
    expect(exit).toBe(4);
    expect(err).toContain('rejected: bob: not today');
  });

  it('breaks the glass for a reason that is sent along', async () => {
    const plane = await testControlPlane();
    await runVerb(['deploy', '1.4.0', '--break-glass', 'checkout is down'], plane);
    expect(plane.requests[0]?.headers).toMatchObject({ 'seaworthy-break-glass': 'checkout%20is%20down' });
  });
});

/** Every verb that a rule may hold, and what it answers once it is done. */
const holdable: readonly [argv: string[], route: string, result: object, said: string][] = [
  [['rollback', '--to', '1.0.0'], 'rollback', sampleDeployment(), ''],
  [['abort'], 'abort', sampleDeployment(), 'Follow it'],
  [['config', 'reload'], 'reloadConfig', { needsRestart: [] }, 'are read anew.'],
  [['users', 'add', 'eve', '--role', 'viewer'], 'addUser', { user: sampleUser(), signIn: sampleLink() }, '#swc_1'],
  [['users', 'remove', 'eve'], 'removeUser', { ok: true }, 'eve is removed'],
  [['users', 'disable', 'eve'], 'changeUser', sampleUser(), 'eve is disabled'],
  [['users', 'enable', 'eve'], 'changeUser', sampleUser(), 'eve may sign in again'],
  [['users', 'role', 'eve', 'viewer'], 'changeUser', sampleUser(), 'eve is operator'],
  [['users', 'reset', 'eve'], 'resetUser', sampleLink(), '#swc_1'],
  [['roles', 'add', 'x', '--permission', 'logs:read'], 'setRole', sampleRole(), 'The role x allows'],
  [['roles', 'remove', 'x'], 'removeRole', { ok: true }, 'The role x is removed'],
  [
    ['secrets', 'set', 'db'],
    'setSecret',
    { name: 'db', version: 2, setBy: 'ann', setAt: '2026-03-01T10:00:00.000Z' },
    'db has version 2',
  ],
  [['secrets', 'delete', 'db'], 'deleteSecret', { ok: true }, 'db is deleted'],
  [
    ['secrets', 'rotate-key'],
    'rotateKeys',
    { masterKeyId: 'k', masterKeyFrom: 'file', masterKeyChanged: true, resealed: 3 },
    '3',
  ],
];

describe('every verb that a rule may hold', () => {
  const stdin = () =>
    testHost({ secretInput: { isTerminal: false, readAll: async () => 'v', readHidden: async () => undefined } });
  const holding = (result: object) => {
    let looks = 0;
    return {
      ...Object.fromEntries(holdable.map(([, route]) => [route, held])),
      deployment: () => sampleDeployment(),
      approval: () => (++looks < 2 ? waiting() : { ...waiting({ state: 'done' }), result }),
    };
  };

  it.each(holdable)('%j ends with 4, or waits for what comes of it', async (argv, _, result, said) => {
    const plane = await testControlPlane(holding(result));
    const first = await runVerb(argv, plane, stdin());
    expect([first.exit, first.err]).toEqual([4, expect.stringContaining('approval_needed')]);
    const { exit, out, err } = await runVerb([...argv, '--wait-approval'], plane, stdin());
    expect({ exit, out, err }).toMatchObject({ exit: 0, out: expect.stringContaining(said) });
    expect(err).toContain('seaworthy approvals approve apr-1');
  });

  it.each(holdable)('%j breaks the glass for a reason', async (argv, route, result) => {
    const plane = await testControlPlane({ ...holding(result), [route]: () => result });
    expect((await runVerb([...argv, '--break-glass', 'no time'], plane, stdin())).exit).toBe(0);
    expect(plane.requests[0]?.headers).toMatchObject({ 'seaworthy-break-glass': 'no%20time' });
  });

  it('lets go at Ctrl-C, and says that it goes on waiting', async () => {
    const host = testHost();
    const approval = () => {
      host.interrupt();
      return waiting();
    };
    const plane = await testControlPlane({ abort: held, approval });
    const { exit, err } = await runVerb(['abort', '--wait-approval'], plane, host);
    expect([exit, err]).toEqual([4, expect.stringContaining('Let go: deploy 1.4.0 goes on waiting.')]);
  });
});
