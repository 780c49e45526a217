import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../../platform/testing.ts';
import { testTraffic } from '../traffic/testing.ts';
import type { Counters } from '../traffic/traffic.ts';
import { createSampler } from './sampler.ts';

const blue = ({ bySlot }: Counters) => bySlot.blue;

async function setUp(keepMs?: number) {
  const clock = virtualClock();
  const traffic = testTraffic(clock.now);
  const sampler = createSampler({ read: traffic.counters, clock, ...(keepMs === undefined ? {} : { keepMs }) });
  void sampler.run();
  onTestFinished(() => sampler.stop());
  const seconds = async (count: number, requestsEach: number) => {
    for (let second = 0; second < count; second += 1) {
      traffic.serve('blue', requestsEach);
      await clock.advance(1_000);
    }
  };
  await clock.advance(0);
  return { clock, traffic, sampler, seconds };
}

it('knows what a side did just before', async () => {
  const { sampler, seconds } = await setUp();
  await seconds(30, 5);
  expect(sampler.last(10_000, blue)).toMatchObject({ requests: 50, ms: 10_000 });
  expect(sampler.last(60_000, blue)).toMatchObject({ requests: 150, ms: 30_000 });
});

it('knows nothing by one look', async () => {
  const { sampler } = await setUp();
  expect(sampler.latest()).toBeDefined();
  expect(sampler.last(10_000, blue)).toBeUndefined();
});

it('takes a failed read for a gap', async () => {
  const { traffic, sampler, seconds } = await setUp();
  await seconds(5, 5);
  traffic.away = true;
  await seconds(5, 5);
  traffic.away = false;
  await seconds(1, 5);
  expect(sampler.samples()).toHaveLength(7);
  expect(sampler.last(60_000, blue)).toMatchObject({ requests: 55, ms: 11_000 });
});

it('compares nothing across a restart of the proxy', async () => {
  const { traffic, sampler, seconds } = await setUp();
  await seconds(10, 5);
  traffic.restart();
  await seconds(3, 7);
  expect(sampler.last(60_000, blue)).toMatchObject({ requests: 14, ms: 2_000 });
});

it('forgets what is long ago', async () => {
  const { sampler, seconds } = await setUp(10_000);
  await seconds(60, 1);
  expect(sampler.samples()).toHaveLength(11);
});

it('knows the slowest second of those with enough requests', async () => {
  const { clock, traffic, sampler } = await setUp();
  for (const [requests, latencyMs] of [
    [30, 20],
    [30, 70],
    [5, 900],
    [30, 40],
  ] as const) {
    traffic.serve('blue', requests, { latencyMs });
    await clock.advance(1_000);
  }
  expect(sampler.slowest(60_000, blue, 20)).toBe(70);
  expect(sampler.slowest(1_000, blue, 20)).toBe(40);
  expect(sampler.slowest(60_000, blue, 100)).toBeNull();
});
