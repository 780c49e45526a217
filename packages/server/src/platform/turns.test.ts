import { expect, it } from 'vitest';
import { virtualClock } from './testing.ts';
import { Turns } from './turns.ts';

it('runs work one after another, also after a failure', async () => {
  const clock = virtualClock();
  const turns = new Turns();
  const told: string[] = [];
  const slow = turns.take(async () => {
    await clock.sleep(100);
    told.push('slow');
    throw new Error('slow failed');
  });
  const quick = turns.take(async () => {
    told.push('quick');
    return 7;
  });
  const failed = expect(slow).rejects.toThrow('slow failed');
  await clock.advance(100);
  await failed;
  expect(await quick).toBe(7);
  expect(told).toEqual(['slow', 'quick']);
});
