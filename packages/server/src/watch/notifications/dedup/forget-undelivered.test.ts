import { expect, it } from 'vitest';
import { virtualClock } from '../../../platform/testing.ts';
import { bench, failure, notificationOf, peer, sent } from '../testing.ts';
import { forgetUndelivered } from './forget-undelivered.ts';
import type { LogKey } from './notification-log.ts';

it('forgets by the entry of the configuration that a part comes from, and not what was sent', async () => {
  const { clock, parts, delivery, forgotten } = await desk('sms[0].0', 'sms[0].1');
  await delivery.deliver(notificationOf({ groupKey: 'sent' }));
  await clock.advance(0);
  expect(forgotten).toEqual([]);
  parts[1].answer = () => failure({ retryable: false });
  await delivery.deliver(notificationOf({ groupKey: 'lost' }));
  await clock.advance(0);
  expect(forgotten).toEqual([{ receiver: 'ops', integration: 'sms[0]', groupKey: 'lost' }]);
});

it('does not forget while a later telling of the group may get through', async () => {
  const { clock, parts, delivery, forgotten } = await desk('sms[0].0', 'sms[0].1');
  parts[0].answer = () => (parts[0].got.length === 1 ? failure({ retryable: false }) : sent);
  await delivery.deliver(notificationOf());
  await delivery.deliver(notificationOf({ status: 'resolved' }));
  await clock.advance(0);
  expect(parts[0].got).toHaveLength(2);
  expect(forgotten).toEqual([]);
});

it('does not forget because an acknowledgement was lost', async () => {
  const { clock, parts, delivery, forgotten } = await desk('pagerduty[0]', 'pagerduty[1]');
  parts[0].answer = () => failure({ retryable: false });
  await delivery.acknowledge(notificationOf());
  await clock.advance(0);
  expect(parts[0].got).toMatchObject([{ action: 'acknowledge' }]);
  expect(forgotten).toEqual([]);
});

async function desk(one: string, other: string) {
  const clock = virtualClock(Date.UTC(2030, 0, 1, 12));
  const part = (name: string) => {
    const made = peer(clock, { name, ...(name.startsWith('sms') ? { entry: 'sms[0]' } : {}) });
    const acknowledge: typeof made.send = async (notification, attempt) => {
      made.got.push({ notification, key: attempt.key, at: clock.now(), action: 'acknowledge' });
      return made.answer(attempt);
    };
    return Object.assign(made, { acknowledge });
  };
  const parts = [part(one), part(other)] as const;
  const receivers = [{ name: 'ops', integrations: parts }];
  const forgotten: LogKey[] = [];
  const recorded = forgetUndelivered({
    receivers: () => receivers,
    forget: async (telling) => void forgotten.push(telling),
  });
  const { delivery } = await bench({ clock, receivers, recorded });
  return { clock, parts, delivery, forgotten };
}
