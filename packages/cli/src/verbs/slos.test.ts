import { sampleSlo as slo } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { runVerb, testControlPlane } from '../testing.ts';

const HOUR = 3_600_000;

const spent = { ratio: -1, minutes: -43.2, requests: -72 };
const items = [
  slo(),
  slo({
    ...{
      name: 'fast',
      objective: 0.9995,
      windowMs: 7 * 24 * HOUR,
      state: 'exhausted',
      sli: 0.999,
      observedMs: 168 * HOUR,
    },
    why: '200% of the budget is spent: more failed than may fail.',
    budget: { ...slo().budget, remaining: spent },
    burnRates: { '1h': 16, '6h': 7, '3d': 2 },
  }),
  slo({
    ...{ name: 'home', state: 'unknown', sli: null, requests: 0, errors: 0, observedMs: 0, countedUntil: null },
    why: 'Nothing was counted within 30d.',
    budget: { allowed: { ratio: 0.001, minutes: 43.2, requests: null }, consumed: null, remaining: null },
    burnRates: { '1h': null, '6h': null, '3d': null },
  }),
];

it('shows what is left, how fast it goes, and how long that was seen', async () => {
  const { exit, out } = await runVerb(['slos'], await testControlPlane({ slos: () => ({ items }) }));
  expect(exit).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "SLO           OBJECTIVE       GOOD      BUDGET LEFT        BURN 1h  6h   3d   STATE
    availability  99.9 % of 30 d  99.975 %  ███████░░░ 75 %    0.3      -    -    ok
    fast          99.95 % of 7 d  99.9 %    ░░░░░░░░░░ -100 %  16.0     7.0  2.0  exhausted
    home          99.9 % of 30 d  -         -                  -        -    -    unknown

    availability: 75% of the budget is left. Observed over 6 h 0 min: 72,000 counted, 18 of them bad.
    fast: 200% of the budget is spent: more failed than may fail. Observed over all of 7 d: 72,000 counted, 18 of them bad.
    home: Nothing was counted within 30d.
    "
  `);
});

it('says where to write the first one', async () => {
  const { out } = await runVerb(['slos'], await testControlPlane({ slos: () => ({ items: [] }) }));
  expect(out).toBe('No objective is written: add `slos:` to seaworthy.yaml.\n');
});

it('asks for the past with --json only, and prints what the API says', async () => {
  const plane = await testControlPlane({ slos: () => ({ items }) });
  await runVerb(['slos'], plane);
  const { out } = await runVerb(['slos', '--json'], plane);
  expect(JSON.parse(out)).toEqual({ items });
  expect(plane.requests.map(({ query }) => query)).toEqual([{ points: 0 }, { points: 200 }]);
});
