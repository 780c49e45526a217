import type { Deployment } from '@seaworthy/api';
import { sampleDeployment } from '@seaworthy/api/testing';
import { createMetrics } from '@seaworthy/kit';
import { describe, expect, it } from 'vitest';
import { registerApprovalMetrics } from '../access/approvals/approval-metrics.ts';
import type { ApprovalPolicy } from '../access/approvals/approval-policy.ts';
import { openSession } from '../access/testing.ts';
import type { Handlers } from '../http/handlers.ts';
import { httpBench } from '../http/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import { createAccessHandlers } from './access.ts';
import { createApprovalHandlers } from './approvals.ts';
import { performApproved } from './approved-calls.ts';

const host = '127.0.0.1:7070';
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const policy: ApprovalPolicy = {
  rules: [
    { acts: ['deploy', 'rollback', 'abort'], approvers: 1, waitMs: 600_000 },
    { acts: ['export'], approvers: 1, waitMs: 600_000 },
    { acts: ['users', 'roles', 'secrets'], approvers: 2, waitMs: 3_600_000 },
  ],
  breakGlass: true,
};

/** The routes over a real server; deployments are counted instead of made. */
async function bench(over: Partial<ApprovalPolicy> = {}) {
  const deployed: { version: string; by: string; key: string | undefined }[] = [];
  const secrets: string[] = [];
  let fails = false;
  const clock = virtualClock();
  let handlers: Partial<Handlers> = {};
  const added: string[] = [];
  const http = await httpBench(
    ({ access }) => {
      handlers = {
        ...createAccessHandlers({ access }),
        ...createApprovalHandlers({ access }),
        deploy({ body }, { caller, requestKey }) {
          if (fails) throw new Error('the disk is full');
          deployed.push({ version: body.version, by: caller.name, key: requestKey });
          return sampleDeployment({ version: body.version });
        },
        abort: () => sampleDeployment() as Deployment,
        setSecret({ params, body }) {
          secrets.push(body.value);
          return { name: params.name, version: 1, setBy: 'ann', setAt: '2030-01-01T00:00:00.000Z' };
        },
      };
      return handlers;
    },
    { clock, auditExport: async (range) => piecesOf(range) },
    { clock, approvals: { ...policy, ...over } },
  );
  const performing = performApproved({
    handlers: handlers as Handlers,
    releases: {
      async add(version) {
        added.push(version);
        return { version, digest: '', directory: '', sizeBytes: 0, files: 0, createdAt: 0 };
      },
    },
    origin: () => `http://${host}`,
    clock: http.clock,
    auditSize: () => 7,
    log: () => ({ list: async () => ({ entries: [], cursor: undefined }) }),
    record: async (entry) => void http.entries.push(entry),
  });
  await http.access.approvals.start(performing);
  const as = async (name: string, ...roles: string[]) => {
    const session = await openSession(http.access, name, ...roles);
    return async (method: Method, path: string, payload?: object, more: Record<string, string> = {}) => {
      const headers = { host, authorization: `Bearer ${session.access.token}`, ...more };
      const request = { method, url: `/api/v1${path}`, headers };
      const answer = await http.server.app.inject(payload === undefined ? request : { ...request, payload });
      return { status: answer.statusCode, ...answer.json() };
    };
  };
  const actions = () =>
    http.events.map(({ action, result }) => `${action} ${result}`).filter((a) => /^approval/.test(a));
  return { ...http, as, actions, deployed, secrets, added, performing, break: () => (fails = true) };
}

describe('a change that needs a second person', () => {
  it('waits with 202, and is made once when somebody else approves', async () => {
    const { as, deployed, actions } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    const asked = await ann('POST', '/deployments', { version: '1.4.0', env: { TOKEN: 'hunter2' } });
    expect(asked.status).toBe(202);
    expect(asked.approval).toMatchObject({ summary: 'deploy 1.4.0', askedBy: 'ann', state: 'pending', needed: 1 });
    expect(JSON.stringify(asked)).not.toContain('hunter2');
    expect(deployed).toEqual([]);
    const { id } = asked.approval;
    expect((await bob('GET', '/approvals')).items).toMatchObject([{ id, state: 'pending' }]);
    const both = await Promise.all([
      bob('POST', `/approvals/${id}/approve`, {}),
      bob('POST', `/approvals/${id}/approve`, {}),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(deployed).toEqual([{ version: '1.4.0', by: 'ann', key: `approval ${id}` }]);
    const seen = await ann('GET', `/approvals/${id}`);
    expect(seen).toMatchObject({
      state: 'done',
      votes: [{ by: 'bob', verdict: 'approve' }],
      result: { version: '1.4.0' },
    });
    expect(await bob('GET', `/approvals/${id}`)).not.toHaveProperty('result');
    expect(actions()).toEqual(expect.arrayContaining(['approval.request success', 'approval.approve success']));
  });

  it('is in the trail as one request, one entry for each vote, and one act, linked by the id of the request', async () => {
    const { as, entries } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    const body = { version: '1.4.0', env: { TOKEN: 'hunter2' } };
    const { approval } = await ann('POST', '/deployments', body, { 'idempotency-key': 'k1' });
    await ann('POST', '/deployments', body, { 'idempotency-key': 'k1' });
    await bob('POST', `/approvals/${approval.id}/approve`, { reason: 'looked' });
    const about = { id: approval.id, summary: 'deploy 1.4.0', askedBy: 'ann' };
    const asked = {
      ...{ actor: 'ann', action: 'approval.request', resource: `approvals/${approval.id}`, result: 'success' },
      data: { for: 'deploy', approval: { ...about, state: 'pending' }, body: { version: '1.4.0' } },
    };
    expect(entries).toMatchObject([
      asked,
      asked,
      {
        ...{ actor: 'ann', action: 'deploy', resource: expect.stringMatching(/^deployments\/./), result: 'success' },
        data: { body: { version: '1.4.0' }, approval: { id: approval.id, approvedBy: ['bob'] } },
      },
      {
        ...{ actor: 'bob', action: 'approve', resource: `approvals/${approval.id}`, result: 'success' },
        data: { body: { reason: 'looked' }, approval: { ...about, state: 'done' } },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
  });

  it('that is not made leaves an entry that says why', async () => {
    const { as, entries, database, break: breakIt } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    const one = await ann('POST', '/deployments', { version: '1.4.0' });
    const two = await ann('POST', '/rollout/abort');
    breakIt();
    await bob('POST', `/approvals/${one.approval.id}/approve`, {});
    await database.updateTable('users').set({ roles: '["viewer"]' }).where('name', '=', 'ann').execute();
    await bob('POST', `/approvals/${two.approval.id}/approve`, {});
    expect(entries.filter(({ action }) => action === 'deploy' || action === 'abort')).toMatchObject([
      { actor: 'ann', action: 'deploy', result: 'failure', reason: expect.stringMatching(/^internal: /) },
      { actor: 'ann', action: 'abort', resource: 'deployments', result: 'refused' },
    ]);
  });

  it('is never approved by whoever asked, by whatever credential they come, nor by who may not approve', async () => {
    const { as, local, deployed, events } = await (async () => {
      const made = await bench();
      const local = (method: Method, path: string, payload: object = {}) => {
        const headers = { host, authorization: made.authorization };
        return made.server.app.inject({ method, url: `/api/v1${path}`, headers, payload });
      };
      return { ...made, local };
    })();
    const asked = (await local('POST', '/deployments', { version: '2.0.0' })).json();
    const path = `/approvals/${asked.approval.id}/approve`;
    expect((await local('POST', path)).statusCode).toBe(403);
    const sameUser = await as('local');
    expect((await sameUser('POST', path, {})).error.code).toBe('forbidden');
    expect((await sameUser('POST', `/approvals/${asked.approval.id}/reject`, { reason: 'no' })).status).toBe(403);
    const operator = await as('olga', 'operator');
    expect((await operator('POST', path, {})).status).toBe(403);
    expect(deployed).toEqual([]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'security_event', action: 'approval.by_asker' }));
  });

  it('is the same request when it is asked for again', async () => {
    const { as } = await bench();
    const ann = await as('ann', 'operator');
    const first = await ann('POST', '/deployments', { version: '1.4.0' });
    const again = await ann('POST', '/deployments', { version: '1.4.0' }, { 'idempotency-key': 'k1' });
    expect(again.approval.id).toBe(first.approval.id);
    const other = await ann('POST', '/deployments', { version: '1.4.1' });
    expect(other.approval.id).not.toBe(first.approval.id);
  });

  it('is dropped when it is rejected, and when nobody approves in time', async () => {
    const { as, deployed, clock, actions } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    const [one, two] = [await ann('POST', '/deployments', { version: '1.0.1' }), await ann('POST', '/rollout/abort')];
    await bob('POST', `/approvals/${one.approval.id}/reject`, { reason: 'not on a Friday' });
    const late = await bob('POST', `/approvals/${one.approval.id}/approve`, {});
    expect(late.error).toMatchObject({ code: 'approval_over' });
    const rejected = await ann('GET', `/approvals/${one.approval.id}`);
    expect(rejected).toMatchObject({ state: 'rejected', votes: [{ by: 'bob', reason: 'not on a Friday' }] });
    await clock.advance(600_000);
    expect((await bob('POST', `/approvals/${two.approval.id}/approve`, {})).error.code).toBe('approval_over');
    expect((await bob('GET', '/approvals?state=all')).items).toHaveLength(2);
    expect(deployed).toEqual([]);
    expect(actions().filter((action) => action === 'approval.expire refused')).toHaveLength(1);
  });

  it('is not made when whoever asked may no longer do it', async () => {
    const { as, deployed, database } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    const { approval } = await ann('POST', '/deployments', { version: '1.4.0' });
    await database.updateTable('users').set({ roles: '["viewer"]' }).where('name', '=', 'ann').execute();
    const end = await bob('POST', `/approvals/${approval.id}/approve`, {});
    expect(end).toMatchObject({ state: 'failed', error: { code: 'forbidden' } });
    expect(deployed).toEqual([]);
  });

  it('tells how it failed, and is over', async () => {
    const { as, break: breakIt } = await bench();
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    const { approval } = await ann('POST', '/deployments', { version: '1.4.0' });
    breakIt();
    const end = await bob('POST', `/approvals/${approval.id}/approve`, {});
    expect(end).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    expect(JSON.stringify(end)).not.toContain('disk');
  });

  it('waits for as many as the rule asks for', async () => {
    const { as } = await bench();
    const root = await as('rita', 'admin');
    const [bob, carl] = [await as('bob', 'reviewer'), await as('carl', 'reviewer')];
    const { approval } = await root('POST', '/users', { name: 'eve', roles: ['viewer'] });
    const path = `/approvals/${approval.id}/approve`;
    expect(await bob('POST', path, {})).toMatchObject({ state: 'pending', votes: [{ by: 'bob' }] });
    expect(await bob('POST', path, {})).toMatchObject({ state: 'pending' });
    expect(await carl('POST', path, {})).toMatchObject({ state: 'done' });
    const told = await root('GET', `/approvals/${approval.id}`);
    expect(told.result.signIn.url).toContain('#swc_');
    expect(await root('GET', `/approvals/${approval.id}`)).not.toHaveProperty('result');
  });

  it('keeps a secret sealed meanwhile, and nothing of it afterwards', async () => {
    const { as, database, secrets, entries, logLines, events } = await bench();
    const root = await as('rita', 'admin');
    const [bob, carl] = [await as('bob', 'reviewer'), await as('carl', 'reviewer')];
    const { approval } = await root('PUT', '/secrets/db-password', { value: 'correct horse battery' });
    const rows = () => database.selectFrom('approvals').selectAll().execute();
    const everything = async () => JSON.stringify([await rows(), entries, logLines, events, approval]);
    expect(await everything()).not.toContain('correct horse');
    expect((await rows())[0]).toMatchObject({ call: expect.any(String), call_hash: null });
    for (const each of [bob, carl]) await each('POST', `/approvals/${approval.id}/approve`, {});
    expect(secrets).toEqual(['correct horse battery']);
    expect((await rows())[0]).toMatchObject({ call: null, state: 'done' });
    expect(await everything()).not.toContain('correct horse');
  });

  it('takes the files of a release in when it is asked for', async () => {
    const { as, added } = await bench();
    const ann = await as('ann', 'operator');
    const { approval } = await ann('POST', '/deployments', { version: '3.0.0', source: import.meta.dirname });
    expect(approval.summary).toBe('deploy 3.0.0');
    expect(added).toEqual(['3.0.0']);
    const gone = await ann('POST', '/deployments', { version: '3.0.1', source: '/nowhere' });
    expect(gone.error.code).toBe('bad_request');
  });
});

describe('an export of the audit trail that needs a second person', () => {
  it('is fetched by whoever asked, of what was there when it was approved, for a day', async () => {
    const { as, clock, entries } = await bench();
    const [rita, bob] = [await as('rita', 'admin'), await as('bob', 'reviewer')];
    const asked = await rita('GET', '/audit/export?since=15m');
    const again = await rita('GET', '/audit/export?since=15m');
    expect(asked).toMatchObject({ status: 202, approval: { act: 'export', askedBy: 'rita', state: 'pending' } });
    expect(again.approval.id).toBe(asked.approval.id);
    const { id } = asked.approval;
    const fetching = () => rita('GET', `/audit/export?approval=${id}`);
    expect((await fetching()).error.code).toBe('approval_over');
    expect(await bob('POST', `/approvals/${id}/approve`, {})).toMatchObject({ state: 'done' });
    const since = new Date(clock.now() - 900_000).toISOString();
    expect(await fetching()).toMatchObject({ status: 200, range: { since, toSequence: 7 } });
    expect((await fetching()).status).toBe(200);
    expect((await bob('GET', `/audit/export?approval=${id}`)).status).toBe(403);
    const other = await as('olga', 'admin');
    expect((await other('GET', `/audit/export?approval=${id}`)).error.code).toBe('forbidden');
    expect((await rita('GET', `/audit/export?approval=${id}&fromSequence=1`)).error.code).toBe('bad_request');
    await clock.advance(86_400_001);
    const late = await as('rita');
    expect((await late('GET', `/audit/export?approval=${id}`)).error.code).toBe('approval_over');

    const successes = entries.filter(({ result }) => result === 'success');
    expect(successes.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      ...['rita approval.request', 'rita approval.request', 'bob approve', 'rita audit.export', 'rita audit.export'],
    ]);
    expect(successes.at(-1)?.data).toMatchObject({ query: { approval: id } });
  });

  it('is free until a rule lists it, and at once for who breaks the glass', async () => {
    const free = await bench({ rules: [] });
    const rita = await free.as('rita', 'admin');
    expect(await rita('GET', '/audit/export?fromSequence=2')).toMatchObject({
      status: 200,
      range: { fromSequence: 2 },
    });
    const { as, events } = await bench();
    const other = await as('rita', 'admin');
    const reason = { 'seaworthy-break-glass': 'the%20court%20waits' };
    expect((await other('GET', '/audit/export', undefined, reason)).status).toBe(200);
    expect(events).toContainEqual(
      expect.objectContaining({ action: 'approval.break_glass', reason: 'the court waits' }),
    );
  });
});

describe('what needs none', () => {
  it('is made at once: dry runs, the way back to the previous release, acts that no rule lists', async () => {
    const { as, deployed } = await bench({ rules: [{ acts: ['deploy'], approvers: 1, waitMs: 60_000 }] });
    const ann = await as('ann', 'operator');
    expect((await ann('POST', '/deployments', { version: '1.4.0', dryRun: true })).version).toBe('1.4.0');
    expect(deployed).toHaveLength(1);
    expect((await ann('POST', '/rollout/abort')).id).toBeDefined();
  });
});

describe('a request that waits', () => {
  it('is a series of its own until it is decided on', async () => {
    const { as, access } = await bench();
    const metrics = createMetrics();
    registerApprovalMetrics(metrics, access.approvals);
    const lines = async () => (await metrics.render()).split('\n').filter((line) => /^seaworthy_approvals/.test(line));
    const [ann, bob] = [await as('ann', 'operator'), await as('bob', 'reviewer')];
    expect(await lines()).toEqual([]);
    const { approval } = await ann('POST', '/deployments', { version: '1.4.0' });
    expect(await lines()).toEqual([
      `seaworthy_approvals_waiting{approval="${approval.id}",act="deploy",asked_by="ann"} 1`,
    ]);
    await bob('POST', `/approvals/${approval.id}/reject`, { reason: 'no' });
    expect(await lines()).toEqual([]);
  });
});

describe('breaking the glass', () => {
  const reason = { 'seaworthy-break-glass': encodeURIComponent('checkout is down — all of it') };

  it('acts at once for who may, and is a security event', async () => {
    const { as, deployed, events } = await bench();
    const root = await as('rita', 'admin');
    const done = await root('POST', '/deployments', { version: '9.9.9' }, reason);
    expect(done).toMatchObject({ version: '9.9.9' });
    expect(deployed).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({
        ...{ type: 'security_event', actor: 'rita', action: 'approval.break_glass', result: 'success' },
        reason: 'checkout is down — all of it',
      }),
    );
  });

  it('withdraws the same change that waits already: nobody has it made once more', async () => {
    const { as, deployed, secrets, events } = await bench();
    const [root, bob] = [await as('rita', 'admin'), await as('bob', 'reviewer')];
    const waiting = await root('POST', '/deployments', { version: '9.9.9' });
    const another = await root('POST', '/deployments', { version: '9.9.8' });
    const secret = await root('PUT', '/secrets/db-password', { value: 'an old one' });
    await root('POST', '/deployments', { version: '9.9.9' }, reason);
    await root('PUT', '/secrets/db-password', { value: 'a new one' }, reason);

    const stateOf = async ({ approval }: { approval: { id: string } }) =>
      (await root('GET', `/approvals/${approval.id}`)).state;
    const states = [await stateOf(waiting), await stateOf(another), await stateOf(secret)];
    expect(states).toEqual(['withdrawn', 'pending', 'withdrawn']);
    const late = await bob('POST', `/approvals/${waiting.approval.id}/approve`, {});
    expect(late.error).toMatchObject({ code: 'approval_over' });
    expect({ deployed, secrets }).toMatchObject({
      deployed: [{ version: '9.9.9', by: 'rita' }],
      secrets: ['a new one'],
    });
    expect(events).toContainEqual(expect.objectContaining({ action: 'approval.withdraw', actor: 'rita' }));
  });

  it('is refused, and told, for who may not, without a reason, and where it is turned off', async () => {
    const { as, deployed, events } = await bench();
    const ann = await as('ann', 'operator');
    expect((await ann('POST', '/deployments', { version: '9.9.9' }, reason)).status).toBe(403);
    expect(events).toContainEqual(expect.objectContaining({ action: 'approval.break_glass', result: 'refused' }));
    const root = await as('rita', 'admin');
    expect((await root('POST', '/deployments', { version: '9.9.9' }, { 'seaworthy-break-glass': '' })).status).toBe(
      400,
    );
    const closed = await bench({ breakGlass: false });
    const other = await closed.as('rita', 'admin');
    expect((await other('POST', '/deployments', { version: '9.9.9' }, reason)).status).toBe(403);
    expect([...deployed, ...closed.deployed]).toEqual([]);
  });
});

describe('after a crash', () => {
  it('a deployment goes on under the key of its request, and of other acts it is said that nobody knows', async () => {
    const { as, deployed, database, access, performing } = await bench();
    const ann = await as('ann', 'operator');
    const one = await ann('POST', '/deployments', { version: '1.4.0' });
    const two = await ann('POST', '/rollout/abort');
    await database.updateTable('approvals').set({ state: 'carrying_out' }).execute();
    await access.approvals.start(performing);
    expect(deployed).toEqual([{ version: '1.4.0', by: 'ann', key: `approval ${one.approval.id}` }]);
    expect(await ann('GET', `/approvals/${one.approval.id}`)).toMatchObject({ state: 'done' });
    const other = await ann('GET', `/approvals/${two.approval.id}`);
    expect(other).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
  });
});

/** An export that tells what was asked for. */
async function* piecesOf(range: object) {
  yield `${JSON.stringify({ range })}\n`;
}
