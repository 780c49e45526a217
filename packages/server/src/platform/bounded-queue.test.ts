import { expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

it('gives back in order, over its end and from its beginning again', () => {
  const queue = new BoundedQueue<number>({ items: 3 });
  const added = [1, 2].map((item) => queue.add(item));
  expect(queue.take(1)).toEqual([1]);
  added.push(...[3, 4].map((item) => queue.add(item)));
  expect(added).toEqual([0, 0, 0, 0]);
  expect(queue.take(9)).toEqual([2, 3, 4]);
  expect(queue.size).toBe(0);
});

it('loses the oldest when it is full', () => {
  const queue = new BoundedQueue<number>({ items: 2 });
  expect([1, 2, 3].map((item) => queue.add(item))).toEqual([0, 0, 1]);
  expect(queue.take(2)).toEqual([2, 3]);
});

it('loses as many of the oldest as a large one needs, and one that is too large for all', () => {
  const queue = new BoundedQueue<string>({ items: 10, bytes: 6, bytesOf: (item) => item.length });
  expect(['aa', 'bb', 'cc', 'ddd'].map((item) => queue.add(item))).toEqual([0, 0, 0, 2]);
  expect(queue.add('eeeeeee')).toBe(1);
  expect(queue.bytes).toBe(5);
  expect(queue.take(9)).toEqual(['cc', 'ddd']);
  expect(queue.bytes).toBe(0);
});
