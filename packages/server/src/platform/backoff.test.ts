import { describe, expect, it } from 'vitest';
import { backoffDelayMs } from './backoff.ts';

const backoff = { initialMs: 100, maxMs: 1_000, factor: 2, jitter: 0 };

describe('backoff', () => {
  it.each([
    [1, 100],
    [2, 200],
    [4, 800],
    [5, 1_000],
    [5_000, 1_000],
  ])('waits after failure %i for %i ms', (attempt, delay) => {
    expect(backoffDelayMs(attempt, backoff, () => 0)).toBe(delay);
  });

  it('lets chance take away no more than the jitter', () => {
    const jittered = { ...backoff, jitter: 0.2 };
    expect(backoffDelayMs(5, jittered, () => 0)).toBe(1_000);
    expect(backoffDelayMs(5, jittered, () => 0.999_999)).toBe(800);
  });
});
