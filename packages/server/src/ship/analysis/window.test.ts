import { expect, it } from 'vitest';
import { virtualClock } from '../../platform/testing.ts';
import { testTraffic } from '../traffic/testing.ts';
import type { Counters } from '../traffic/traffic.ts';
import type { Window } from './window.ts';
import { watchWindow } from './window.ts';

const green = ({ bySlot }: Counters) => bySlot.green;
const blue = ({ bySlot }: Counters) => bySlot.blue;
const rules = { errorRate: 0.1, latencyRatio: 2, minRequests: 20 };
const before = { requests: 900, errors: 0, errorRate: 0, meanLatencyMs: 20, p95LatencyMs: 30, seconds: 60 };

/** `each`: what happens in each interval of five seconds, before it is looked at. */
async function watch(
  each: (interval: number, traffic: ReturnType<typeof testTraffic>) => void,
  change: Partial<Window> = {},
) {
  const clock = virtualClock();
  const traffic = testTraffic(clock.now);
  const started = clock.monotonicMs();
  const window = { windowMs: 60_000, intervalMs: 5_000, rules, candidate: green, baseline: before, ...change };
  const signal = new AbortController().signal;
  const done = watchWindow(window, { read: traffic.counters, clock, signal });
  let isOver = false;
  void done.finally(() => {
    isOver = true;
  });
  for (let interval = 1; !isOver; interval += 1) {
    await clock.untilSleeping();
    each(interval, traffic);
    await clock.advance(window.intervalMs);
  }
  return { ...(await done), seconds: (clock.monotonicMs() - started) / 1_000 };
}

it('judges the whole window at its end', async () => {
  const seen = await watch((_interval, traffic) => traffic.serve('green', 30, { latencyMs: 22 }));
  expect(seen).toMatchObject({ verdict: 'pass', seconds: 60, candidate: { requests: 360, seconds: 60 } });
});

it('does not wait for the end when two intervals in a row are bad', async () => {
  const seen = await watch((interval, traffic) => traffic.serve('green', 30, { errors: interval >= 3 ? 15 : 0 }));
  expect(seen).toMatchObject({ verdict: 'fail', code: 'error_rate', seconds: 20 });
  expect(seen.reason).toContain('two intervals in a row');
});

it('forgives one bad interval that the rest makes up for', async () => {
  const seen = await watch((interval, traffic) => traffic.serve('green', 30, { errors: interval === 3 ? 15 : 0 }));
  expect(seen).toMatchObject({ verdict: 'pass', seconds: 60 });
});

it('does not take a machine that was busy for a moment for a slow release', async () => {
  const seen = await watch((interval, traffic) => traffic.serve('green', 30, { latencyMs: interval <= 3 ? 400 : 20 }), {
    intervalMs: 500,
    windowMs: 5_000,
  });
  expect(seen).toMatchObject({ verdict: 'inconclusive', code: 'inconclusive' });
  expect(seen.reason).toContain('slow in 3 of 10 intervals only');
});

it('takes a release that is slow for two seconds on end for slow', async () => {
  const seen = await watch((interval, traffic) => traffic.serve('green', 30, { latencyMs: interval > 2 ? 70 : 20 }), {
    intervalMs: 500,
    windowMs: 60_000,
  });
  expect(seen).toMatchObject({ verdict: 'fail', code: 'latency', seconds: 3 });
  expect(seen.reason).toContain('4 intervals in a row');
});

it('takes a release that was slow most of the time for slow', async () => {
  const seen = await watch(
    (interval, traffic) => traffic.serve('green', 30, { latencyMs: interval % 3 === 0 ? 20 : 90 }),
    { intervalMs: 500, windowMs: 6_000 },
  );
  expect(seen).toMatchObject({ verdict: 'fail', code: 'latency', seconds: 6 });
});

it('sees in the whole window what every interval is too small for', async () => {
  const seen = await watch((_interval, traffic) => traffic.serve('green', 4, { errors: 2 }));
  expect(seen).toMatchObject({ verdict: 'fail', code: 'error_rate', seconds: 60 });
});

it('leaves out what it could not measure, and says so', async () => {
  const seen = await watch((interval, traffic) => {
    if (interval === 4) traffic.restart();
    traffic.serve('green', 30);
  });
  expect(seen).toMatchObject({ verdict: 'pass', candidate: { requests: 330, seconds: 55 } });
  expect(seen.reason).toContain('1 intervals could not be measured');
});

it('is inconclusive when nothing could be measured', async () => {
  const seen = await watch((_interval, traffic) => {
    traffic.away = true;
  });
  expect(seen).toMatchObject({ verdict: 'inconclusive', candidate: null });
});

it('holds a canary against the old version at the same time', async () => {
  const seen = await watch(
    (_interval, traffic) => {
      traffic.serve('green', 30, { latencyMs: 90 });
      traffic.serve('blue', 300, { latencyMs: 80 });
    },
    { baseline: blue },
  );
  expect(seen).toMatchObject({ verdict: 'pass', baseline: { requests: 3_600, meanLatencyMs: 80 } });
});
