import { join } from 'node:path';
import { sampleDeployment } from '@seaworthy/api/testing';
import { createMetrics } from '@seaworthy/kit';
import { expect, it, onTestFinished } from 'vitest';
import { createApprovalStore } from '../access/approvals/approval-store.ts';
import { createApprovals } from '../access/approvals/approvals.ts';
import type { CarryOutFaultPoint } from '../access/approvals/carry-out.ts';
import type { Principal } from '../access/principal.ts';
import { systemRandom } from '../access/secret.ts';
import { root, testSealer } from '../access/testing.ts';
import { createAuditTrail } from '../audit/audit-trail.ts';
import { testAuditConfig } from '../audit/testing.ts';
import { testDatabase } from '../db/testing.ts';
import type { CallContext, Handlers } from '../http/handlers.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import { performApproved } from './approved-calls.ts';

const ann = { ...root, name: 'ann', via: 'session', credentialId: 's1' } as unknown as Principal;
const bob = { name: 'bob', permissions: new Set<string>() };

/** One installation; each `life` is a control plane of its own over the same database and the same trail. */
async function installation() {
  const [database, folder, clock] = [await testDatabase(), await testFolder(), virtualClock()];
  const trail = await createAuditTrail({
    ...{ folder: join(folder, 'audit'), keysFolder: join(folder, 'keys'), service: 'shop', config: testAuditConfig },
    ...{ clock, metrics: createMetrics(), report: () => undefined },
  });
  onTestFinished(() => trail.stop());
  const begun = new Map<string, string>();
  const aborted: string[] = [];
  const handlers = {
    // As the rollout does: what was begun under a key is found again by it.
    deploy({ body }: { body: { version: string } }, { requestKey = '' }: CallContext) {
      begun.set(requestKey, body.version);
      return sampleDeployment({ version: body.version });
    },
    abort() {
      aborted.push('aborted');
      return sampleDeployment();
    },
  } as unknown as Handlers;
  const life = async (faultPoint?: CarryOutFaultPoint) => {
    const approvals = createApprovals({
      ...{ store: createApprovalStore(database), sealer: testSealer, clock, random: systemRandom },
      policy: { rules: [{ acts: ['deploy', 'abort'], approvers: 1, waitMs: 600_000 }], breakGlass: false },
      standing: async () => ann,
      tell: async () => {},
      ...(faultPoint === undefined ? {} : { faultPoint }),
    });
    await approvals.start(
      performApproved({
        ...{ handlers, clock, origin: () => 'http://127.0.0.1', auditSize: () => 0, record: trail.record.bind(trail) },
        releases: { add: () => Promise.reject(new Error('no files are asked for here')) },
        log: () => trail.log(),
      }),
    );
    return approvals;
  };
  const told = async (id: string) =>
    (await trail.log().list({ order: 'oldest', text: id })).entries.map(({ action, result }) => `${action} ${result}`);
  return { life, told, begun, aborted, trail };
}

type Life = Awaited<ReturnType<Awaited<ReturnType<typeof installation>>['life']>>;
const asks = {
  deploy: { route: 'deploy', input: { body: { version: '1.4.0' } } },
  abort: { route: 'abort', input: {} },
};

async function ask(approvals: Life, act: keyof typeof asks): Promise<string> {
  const rest = { summary: act, asked: {}, leavesNoTrace: false, breakGlass: undefined, sourceAddress: '192.0.2.1' };
  return (await approvals.hold({ ...asks[act], caller: ann, ...rest }))?.id ?? '';
}

/** Kills the control plane there: it never does another thing. */
async function killedAt(moment: Parameters<CarryOutFaultPoint>[1], act: keyof typeof asks) {
  const home = await installation();
  const id = await new Promise<string>((dead, fail) => {
    let asked = '';
    const faultPoint: CarryOutFaultPoint = (_, now) => {
      if (now !== moment) return;
      dead(asked);
      return new Promise(() => undefined);
    };
    const doomed = async () => {
      const approvals = await home.life(faultPoint);
      asked = await ask(approvals, act);
      await approvals.approve(asked, undefined, bob);
    };
    doomed().catch(fail);
  });
  return { ...home, id };
}

it.each([['made'], ['stored'], ['told']] as const)(
  'a deployment that was approved is made once and told once when the control plane dies after it was %s',
  async (moment) => {
    const { life, told, begun, id } = await killedAt(moment, 'deploy');
    const next = await life();
    expect(await next.get(id, ann)).toMatchObject({ state: 'done', error: null, result: { version: '1.4.0' } });
    expect([...begun]).toEqual([[`approval ${id}`, '1.4.0']]);
    expect(await told(id)).toEqual(['deploy success']);
    await life();
    expect(await told(id)).toEqual(['deploy success']);
  },
);

it.each([['stored'], ['told']] as const)(
  'another act is known to have been made, and told once, when the control plane dies after that was %s',
  async (moment) => {
    const { life, told, aborted, id } = await killedAt(moment, 'abort');
    expect(await (await life()).get(id, ann)).toMatchObject({ state: 'done', result: { outcome: expect.anything() } });
    expect(aborted).toHaveLength(1);
    expect(await told(id)).toEqual(['abort success']);
  },
);

it('another act is not made a second time when nobody knows what came of it, and the trail says that', async () => {
  const { life, told, aborted, id } = await killedAt('made', 'abort');
  const next = await life();
  expect(await next.get(id, ann)).toMatchObject({ state: 'failed', error: { code: 'interrupted' } });
  expect(aborted).toHaveLength(1);
  expect(await told(id)).toEqual(['abort failure']);
  await life();
  expect(await told(id)).toEqual(['abort failure']);
});
