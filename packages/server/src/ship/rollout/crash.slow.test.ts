import { describe, expect, it } from 'vitest';
import type { FaultPoint } from './run.ts';
import type { Harness } from './testing.ts';
import { testInstallation } from './testing.ts';

type Moment = Parameters<FaultPoint>[2];
interface Point {
  readonly seq: number;
  readonly name: string;
  readonly moment: Moment;
}

/** Every point where a deployment of 2.0 over 1.0 can be killed. */
async function pointsOf(
  set: (shop: Harness) => void,
  change?: Parameters<typeof testInstallation>[0],
): Promise<Point[]> {
  const { shop } = await ready(set, change);
  const points: Point[] = [];
  await shop.deploy(
    shop.connect({ faultPoint: (seq, name, moment) => void points.push({ seq, name, moment }) }),
    '2.0',
  );
  return points;
}

async function ready(set: (shop: Harness) => void, change?: Parameters<typeof testInstallation>[0]) {
  const shop = await testInstallation({ settleMs: 1, analysis: { windowMs: 15, intervalMs: 5 }, ...change });
  await shop.release('1.0', '2.0');
  await shop.deploy(shop.connect(), '1.0');
  set(shop);
  return { shop };
}

/** Kills the control plane at the point: it never does another thing, and its process counts as gone. */
async function killedAt(shop: Harness, point: Point): Promise<void> {
  await new Promise<void>((dead) => {
    const faultPoint: FaultPoint = (seq, _name, moment) => {
      if (seq !== point.seq || moment !== point.moment) return;
      dead();
      return new Promise(() => undefined);
    };
    void shop.connect({ faultPoint }, 'doomed').deploy({ version: '2.0', requestedBy: 'ada' });
  });
}

const cases = [
  { what: 'good', set: () => undefined, outcome: 'completed', serves: '2.0' },
  {
    what: 'bad in its analysis',
    set: (shop: Harness) => void shop.behave.set('2.0', { errorShare: 0.5 }),
    outcome: 'rolled_back',
    serves: '1.0',
  },
  {
    what: 'never healthy',
    set: (shop: Harness) => void shop.behave.set('2.0', { health: 503 }),
    outcome: 'rolled_back',
    serves: '1.0',
  },
  {
    what: 'good, by canary',
    set: () => undefined,
    outcome: 'completed',
    serves: '2.0',
    change: { strategy: 'canary' as const, canary: { steps: [{ weight: 0.5, pauseMs: 10 }] } },
  },
];

describe('a control plane killed at any stored transition of a deployment', () => {
  it.each(cases)(
    'that is $what ends it with the next start, and one version serves',
    async (row) => {
      const points = await pointsOf(row.set, row.change);
      expect(points.length).toBeGreaterThan(10);
      for (const point of points) {
        const { shop } = await ready(row.set, row.change);
        await killedAt(shop, point);
        expect(Object.keys(await shop.serving()).length, `at ${point.name} ${point.moment}`).toBeGreaterThan(0);
        const next = shop.connect();
        await next.start();
        const [latest] = (await next.list({ limit: 1 })).items;
        const ended = await next.ended(latest?.id ?? '');
        const where = `killed at ${point.seq} ${point.name} ${point.moment}: ${ended?.reason?.message}`;
        expect(ended, where).toMatchObject({ version: '2.0', outcome: row.outcome });
        expect(await shop.serving(), where).toEqual({ [row.serves]: 100 });
        expect(await next.live(), where).toMatchObject({ version: row.serves });
        await next.stop();
      }
    },
    60_000,
  );
});

it('one deployment goes on after a kill, another after it is not refused for ever', async () => {
  const { shop } = await ready(() => undefined);
  await killedAt(shop, { seq: 3, name: 'start_instances', moment: 'acted' });
  const next = shop.connect();
  await next.start();
  const id = next.active()?.id ?? '';
  await expect(next.deploy({ version: '1.0', requestedBy: 'ben' })).rejects.toMatchObject({ code: 'lock_held' });
  await next.ended(id);
  expect((await next.transitions(id)).map(({ what }) => what)).toContain('start_instances resumed');
  expect(await shop.deploy(next, '1.0')).toMatchObject({ outcome: 'completed' });
});

it('gives up a step that kills the control plane each time', async () => {
  const { shop } = await ready(() => undefined);
  await killedAt(shop, { seq: 3, name: 'start_instances', moment: 'stored' });
  for (let death = 1; death < 5; death += 1) {
    await new Promise<void>((dead) => {
      const faultPoint: FaultPoint = (_seq, name) => {
        if (name !== 'start_instances') return;
        dead();
        return new Promise(() => undefined);
      };
      void shop.connect({ faultPoint }, 'doomed').start();
    });
  }
  const last = shop.connect();
  await last.start();
  const [latest] = (await last.list({ limit: 1 })).items;
  expect(await last.ended(latest?.id ?? '')).toMatchObject({ outcome: 'rolled_back', reason: { code: 'interrupted' } });
  expect(await shop.serving()).toEqual({ '1.0': 100 });
});
