import { createTracing, currentContext } from '@seaworthy/kit';
import { describe, expect, it } from 'vitest';
import { keepSpans } from '../testing/spans.ts';
import { virtualClock } from '../testing/virtual-clock.ts';
import { deferred } from './deferred.ts';
import { Stage } from './stage.ts';

function testStage(
  run: (item: number) => number | Promise<number>,
  forward = async (_: number): Promise<void> => undefined,
) {
  const clock = virtualClock();
  const seen: string[] = [];
  const spans = keepSpans();
  const tracing = createTracing({ service: 'test', enabled: true, exporter: spans.exporter, clock });
  const stage = new Stage<number, number>({
    name: 'double',
    workers: 1,
    capacity: 3,
    stuckAfterMs: 1_000,
    clock,
    tracing,
    contextOf: (item) => ({ eventId: `event-${item}` }),
    run,
    forward,
    onFailure: (item, error) => seen.push(`failed ${item}: ${error.message}`),
    observer: {
      processed: (_stage, worker) => seen.push(`processed by ${worker}`),
      failed: (_stage, worker, error) => seen.push(`${worker} failed: ${error.message}`),
    },
  });
  const sent = async () => {
    await tracing.flush();
    return spans.all();
  };
  return { clock, seen, stage, sent };
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

  it('has a span for each item, with the time it waited, and the error that it failed with', async () => {
    const working = deferred<number>();
    const { stage, clock, sent } = testStage((item) =>
      item === 1 ? working.promise : Promise.reject(new Error('odd')),
    );
    stage.start();
    await stage.queue.push(1);
    await stage.queue.push(2);
    await clock.advance(40);
    working.resolve(1);
    await stage.stop();
    const [first, second] = await sent();
    expect(first).toMatchObject({ name: 'double', status: { code: 0 }, attributes: { 'stage.wait_ms': 0 } });
    expect((first?.endMs ?? 0) - (first?.startMs ?? 0)).toBe(40);
    expect(second).toMatchObject({ status: { code: 2, message: 'odd' }, attributes: { 'stage.wait_ms': 40 } });
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
