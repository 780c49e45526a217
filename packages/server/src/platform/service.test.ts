import { expect, it } from 'vitest';
import { periodicService } from './service.ts';
import { virtualClock } from './testing.ts';

function counted(work: (round: number, signal: AbortSignal) => Promise<void>) {
  const clock = virtualClock();
  const errors: unknown[] = [];
  let rounds = 0;
  const service = periodicService({
    id: 'counting',
    everyMs: 1_000,
    clock,
    work: (signal) => work(++rounds, signal),
    onError: (error) => errors.push(error),
  });
  return { clock, errors, service, rounds: () => rounds };
}

it('works at once and then every so often', async () => {
  const { clock, service, rounds } = counted(async () => undefined);
  const ended = service.run();
  await clock.advance(2_500);
  expect(rounds()).toBe(3);
  await service.stop();
  await ended;
  await clock.advance(5_000);
  expect(rounds()).toBe(3);
});

it('goes on after a round that failed, and tells of it', async () => {
  const { clock, service, errors, rounds } = counted(async (round) => {
    if (round === 1) throw new Error('round one');
  });
  void service.run();
  await clock.advance(1_000);
  expect(rounds()).toBe(2);
  expect(errors).toEqual([new Error('round one')]);
  await service.stop();
});

it('calls off the round under way when it stops', async () => {
  const { clock, service, errors } = counted((_, signal) => clock.sleep(1e9, signal));
  const ended = service.run();
  await clock.untilSleeping();
  await service.stop();
  await ended;
  expect(errors).toEqual([]);
});
