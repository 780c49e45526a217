import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedQueue, QueueClosed } from './bounded-queue.ts';

describe('a bounded queue', () => {
  it('hands out what it took, in order, whoever offered and whoever waited', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (capacity, waits) => {
          const queue = new BoundedQueue<number>(capacity);
          const accepted: number[] = [];
          const pushes: Promise<void>[] = [];
          for (const [item, wait] of waits.entries()) {
            if (wait) pushes.push(queue.push(item));
            if (wait || queue.offer(item)) accepted.push(item);
            expect(queue.size).toBeLessThanOrEqual(capacity);
          }
          const taken: (number | undefined)[] = [];
          for (let count = 0; count < accepted.length; count++) taken.push((await queue.take())?.item);
          await Promise.all(pushes);
          expect(taken.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(accepted);
          const offered = accepted.filter((item) => !waits[item]);
          expect(taken.filter((item) => item !== undefined && !waits[item])).toEqual(offered);
          expect(queue.size).toBe(0);
        },
      ),
    );
  });

  it('refuses an offer when it is full, and lets a push wait for room', async () => {
    const queue = new BoundedQueue<string>(1);
    expect(queue.offer('a')).toBe(true);
    expect(queue.offer('b')).toBe(false);
    let isIn = false;
    const pushing = queue.push('c').then(() => {
      isIn = true;
    });
    await Promise.resolve();
    expect(isIn).toBe(false);
    expect(await queue.take()).toMatchObject({ item: 'a' });
    await pushing;
    expect(await queue.take()).toMatchObject({ item: 'c' });
  });

  it('tells how long an item waited, for room and inside', async () => {
    let nowMs = 0;
    const queue = new BoundedQueue<string>(1, () => nowMs);
    queue.offer('a');
    nowMs = 10;
    const pushing = queue.push('b');
    nowMs = 30;
    expect(await queue.take()).toEqual({ item: 'a', waitedMs: 30 });
    await pushing;
    nowMs = 35;
    expect(await queue.take()).toEqual({ item: 'b', waitedMs: 25 });
    const taking = queue.take();
    queue.offer('c');
    expect(await taking).toEqual({ item: 'c', waitedMs: 0 });
  });

  it('counts a reserved place until it is filled or released', () => {
    const queue = new BoundedQueue<string>(1);
    const place = queue.reserve();
    expect([queue.size, queue.reserve(), queue.offer('b')]).toEqual([1, undefined, false]);
    place?.release();
    expect(queue.size).toBe(0);
    expect(queue.reserve()?.fill('a')).toBe(true);
    expect(queue.size).toBe(1);
  });

  it('after closing hands out what is inside, then ends; nothing gets in', async () => {
    const queue = new BoundedQueue<string>(1);
    queue.offer('a');
    const waiting = queue.push('b');
    const place = new BoundedQueue<string>(1).reserve();
    queue.close();
    await expect(waiting).rejects.toThrow(QueueClosed);
    await expect(queue.push('c')).rejects.toThrow(QueueClosed);
    expect(queue.offer('d')).toBe(false);
    expect(await queue.take()).toMatchObject({ item: 'a' });
    expect(await queue.take()).toBeUndefined();
    expect(place?.fill('x')).toBe(true);
  });

  it('wakes who waits for an item when it closes', async () => {
    const queue = new BoundedQueue<string>(1);
    const taking = queue.take();
    queue.close();
    expect(await taking).toBeUndefined();
  });
});
