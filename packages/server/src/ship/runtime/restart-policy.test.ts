import { expect, it } from 'vitest';
import { DEFAULT_RESTART_POLICY, planRestart } from './restart-policy.ts';

const plan = (...exits: number[]) => planRestart(exits, DEFAULT_RESTART_POLICY, () => 0);

it('restarts soon after the first exit, and later after each more', () => {
  expect(plan(0)).toMatchObject({ state: 'restarting', delayMs: 250 });
  expect(plan(0, 1_000, 2_000)).toMatchObject({ state: 'restarting', delayMs: 1_000 });
});

it('sees a crash loop, and stays with it for as long as it goes on at its own pace', () => {
  let exits: readonly number[] = [0, 1, 2, 3];
  for (let at = 4; at < 3_600_000; at += DEFAULT_RESTART_POLICY.crashLoopDelayMs + 1_000) {
    const next = plan(...exits, at);
    expect(next).toMatchObject({ state: 'crash_loop', delayMs: 30_000 });
    exits = next.exits;
  }
  expect(exits.length).toBeLessThan(12);
});

it('forgets exits of long ago', () => {
  expect(plan(0, 1, 2, 3, 400_000)).toEqual({ state: 'restarting', delayMs: 250, exits: [400_000] });
});
