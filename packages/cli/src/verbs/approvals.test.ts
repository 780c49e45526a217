import type { Approval } from '@seaworthy/api';
import { sampleDeployment } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { runVerb, testControlPlane } from '../testing.ts';

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
