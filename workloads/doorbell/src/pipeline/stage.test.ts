import { currentContext } from '@seaworthy/kit';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../testing/virtual-clock.ts';
import { deferred } from './deferred.ts';
import { Stage } from './stage.ts';

function testStage(
  run: (item: number) => number | Promise<number>,
  forward = async (_: number): Promise<void> => undefined,
) {
  const clock = virtualClock();
  const seen: string[] = [];
  const stage = new Stage<number, number>({
    name: 'double',
    workers: 1,
    capacity: 3,
    stuckAfterMs: 1_000,
    clock,
    contextOf: (item) => ({ eventId: `event-${item}` }),
    run,
    forward,
    onFailure: (item, error) => seen.push(`failed ${item}: ${error.message}`),
    observer: {
      processed: (_stage, worker) => seen.push(`processed by ${worker}`),
      failed: (_stage, worker, error) => seen.push(`${worker} failed: ${error.message}`),
    },
  });
  return { clock, seen, stage };
}

describe('a stage', () => {
  it('runs each item in its own context and hands the result on', async () => {
    const contexts: unknown[] = [];
    const results: number[] = [];
    const { stage, seen } = testStage(
      (item) => {
        contexts.push(currentContext());
        return item * 2;
      },
      async (result) => void results.push(result),
    );
    stage.start();
    await stage.queue.push(1);
    await stage.queue.push(2);
    await stage.stop();
    expect(results).toEqual([2, 4]);
    expect(contexts).toMatchObject([
      { eventId: 'event-1', stage: 'double' },
      { eventId: 'event-2', stage: 'double' },
    ]);
    expect(seen).toEqual(['processed by double-0', 'processed by double-0']);
  });

  it('tells of an item that failed, and goes on', async () => {
    const { stage, seen } = testStage((item) => {
      if (item === 1) throw new Error('odd');
      return item;
    });
    stage.start();
    await stage.queue.push(1);
    await stage.queue.push(2);
    await stage.stop();
    expect(seen).toEqual(['double-0 failed: odd', 'failed 1: odd', 'processed by double-0']);
  });

  it('shows a worker as unhealthy that is stuck in one item, not one that waits for room downstream', async () => {
    const working = deferred<number>();
    const room = deferred<void>();
    const { stage, clock } = testStage(
      () => working.promise,
      () => room.promise,
    );
    stage.start();
    await stage.queue.push(1);
    await clock.advance(1_001);
    expect(stage.workers()).toEqual([{ worker: 'double-0', type: 'double', healthy: false }]);
    working.resolve(1);
    await clock.advance(5_000);
    expect(stage.workers()).toMatchObject([{ healthy: true }]);
    room.resolve();
    await stage.stop();
    expect(stage.workers()).toMatchObject([{ healthy: false }]);
  });
});
