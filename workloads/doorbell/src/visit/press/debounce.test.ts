import { expect, it } from 'vitest';
import { Debouncer } from './debounce.ts';

function testDebouncer(windowMs: number) {
  const time = { ms: 0 };
  let rung = 0;
  const debouncer = new Debouncer<number>(windowMs, () => time.ms);
  return { time, debouncer, ring: async () => ++rung };
}

it('answers presses of one source within the window with the first one', async () => {
  const { time, debouncer, ring } = testDebouncer(2_000);
  expect(await debouncer.press('front', ring).answer).toBe(1);
  time.ms = 1_999;
  const repeat = debouncer.press('front', ring);
  expect([repeat.isRepeat, await repeat.answer]).toEqual([true, 1]);
  time.ms = 2_000;
  expect(debouncer.covers('front')).toBe(false);
  expect(await debouncer.press('front', ring).answer).toBe(2);
});

it('keeps sources apart', async () => {
  const { debouncer, ring } = testDebouncer(2_000);
  expect(await debouncer.press('front', ring).answer).toBe(1);
  expect(await debouncer.press('back', ring).answer).toBe(2);
});

it('does not remember a press that failed', async () => {
  const { debouncer, ring } = testDebouncer(2_000);
  await expect(debouncer.press('front', () => Promise.reject(new Error('no'))).answer).rejects.toThrow('no');
  expect(debouncer.press('front', ring).isRepeat).toBe(false);
});

it('is off with a window of 0', async () => {
  const { debouncer, ring } = testDebouncer(0);
  expect([await debouncer.press('a', ring).answer, await debouncer.press('a', ring).answer]).toEqual([1, 2]);
});

it('forgets the oldest source rather than growing without end', () => {
  const { debouncer, ring } = testDebouncer(60_000);
  for (let source = 0; source <= 10_000; source++) debouncer.press(`source ${source}`, ring);
  expect([debouncer.covers('source 0'), debouncer.covers('source 1'), debouncer.covers('source 10000')]).toEqual([
    false,
    true,
    true,
  ]);
});
