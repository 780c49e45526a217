import { expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';

function task() {
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish };
}

const never = new AbortController().signal;
const soon = () => new Promise((resolve) => setImmediate(resolve));

it('runs so many at a time, the others in their order, and goes on after a failure', async () => {
  const limit = createLimiter(2);
  const tasks = [task(), task(), task(), task()];
  const begun: number[] = [];
  const results = tasks.map(({ done }, index) =>
    limit(async () => {
      begun.push(index);
      await done;
      if (index === 0) throw new Error('failed');
      return index;
    }, never).catch(() => 'failed'),
  );
  await soon();
  expect(begun).toEqual([0, 1]);
  tasks[0]?.finish();
  await soon();
  expect(begun).toEqual([0, 1, 2]);
  for (const { finish } of tasks) finish();
  expect(await Promise.all(results)).toEqual(['failed', 1, 2, 3]);
});

it('does not run what was given up while it waited', async () => {
  const limit = createLimiter(1);
  const first = task();
  const gone = new AbortController();
  const running = limit(() => first.done, never);
  let hasRun = false;
  const given = limit(async () => {
    hasRun = true;
  }, gone.signal).catch(() => 'given up');
  gone.abort();
  first.finish();
  await running;
  expect([await given, hasRun]).toEqual(['given up', false]);
});
