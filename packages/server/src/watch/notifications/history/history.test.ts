import { expect, it } from 'vitest';
import { bench, failure, notificationOf, sent } from '../testing.ts';

it('pages from the newest to the oldest, and is not disturbed by what comes in between', async () => {
  const { clock, delivery } = await bench();
  for (const groupKey of ['a', 'b', 'c', 'd', 'e']) await delivery.deliver(notificationOf({ groupKey }));
  await clock.advance(0);
  const first = await delivery.history.list({ limit: 2 });
  await delivery.deliver(notificationOf({ groupKey: 'f' }));
  const second = await delivery.history.list({ limit: 2, cursor: first.nextCursor ?? '' });
  const third = await delivery.history.list({ limit: 2, cursor: second.nextCursor ?? '' });
  expect([first, second, third].map(({ items }) => items.map(({ groupKey }) => groupKey))).toEqual([
    ['e', 'd'],
    ['c', 'b'],
    ['a'],
  ]);
  expect(third.nextCursor).toBeNull();
});

it('is narrowed by receiver, state and status', async () => {
  const { clock, delivery, webhook } = await bench();
  webhook.answer = () => (webhook.got.length === 1 ? failure({ retryable: false }) : sent);
  await delivery.deliver(notificationOf());
  await delivery.deliver(notificationOf({ status: 'resolved' }));
  await clock.advance(0);
  const { history } = delivery;
  expect((await history.list({ limit: 9, state: 'failed' })).items).toMatchObject([{ status: 'firing' }]);
  expect((await history.list({ limit: 9, status: 'resolved' })).items).toMatchObject([{ state: 'sent' }]);
  expect((await history.list({ limit: 9, receiver: 'nobody' })).items).toEqual([]);
});

it('forgets after thirty days what has ended, and never what waits', async () => {
  const { clock, delivery, webhook } = await bench({ policy: { deadlineMs: 60 * 86_400_000 } });
  webhook.answer = () =>
    webhook.got.at(-1)?.notification.groupKey === 'stuck' ? failure({ retryAfterMs: 40 * 86_400_000 }) : sent;
  await delivery.deliver(notificationOf({ groupKey: 'done' }));
  await clock.advance(0);
  await delivery.deliver(notificationOf({ groupKey: 'stuck' }));
  await clock.advance(0);
  expect(await delivery.history.prune(clock.now() + 1)).toBe(1);
  expect((await delivery.history.list({ limit: 9 })).items).toMatchObject([{ groupKey: 'stuck', state: 'pending' }]);
});
