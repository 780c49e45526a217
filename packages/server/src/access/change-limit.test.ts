import { expect, it } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import { createChangeLimit } from './change-limit.ts';

it('lets each caller change so much a minute, steadily, and tells how long to wait', async () => {
  const clock = virtualClock();
  const limit = createChangeLimit(60, clock);
  const waits = Array.from({ length: 61 }, () => limit.take('ann'));
  expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
  expect(waits[60]).toBeCloseTo(1_000);
  expect(limit.take('bob')).toBe(0);
  await clock.advance(500);
  expect(limit.take('ann')).toBeCloseTo(500);
  await clock.advance(500);
  expect(limit.take('ann')).toBe(0);
  await clock.advance(3_600_000);
  expect(Array.from({ length: 61 }, () => limit.take('ann')).filter((wait) => wait > 0)).toHaveLength(1);
});
