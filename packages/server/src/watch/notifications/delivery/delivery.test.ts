import { describe, expect, it } from 'vitest';
import type { SendResult } from '../receiver.ts';
import { alertOf, bench, failure, notificationOf, peer, sent } from '../testing.ts';

const resolved = notificationOf({ status: 'resolved', reason: 'all_resolved' });

describe('a notification', () => {
  it('is on the disk before it is sent, and history afterwards', async () => {
    const { clock, delivery, webhook } = await bench();
    webhook.answer = async () => {
      const [stored] = (await delivery.history.list({ limit: 10 })).items;
      expect(stored).toMatchObject({ state: 'pending', attempts: 1 });
      return sent;
    };
    await delivery.deliver(notificationOf());
    await clock.advance(0);
    expect(webhook.got).toHaveLength(1);
    expect((await delivery.history.list({ limit: 10 })).items).toMatchObject([
      {
        state: 'sent',
        attempts: 1,
        receiver: 'ops',
        integration: 'webhook[0]',
        severity: 'warning',
        endedAt: clock.now(),
      },
    ]);
  });

  it('is sent once, however often a restart asks for it under the same occasion', async () => {
    const first = await bench();
    await first.delivery.deliver(notificationOf(), { occasion: '1' });
    await first.clock.advance(1_000);
    await first.delivery.stop();
    const second = await bench({ before: first });
    await second.delivery.deliver(notificationOf(), { occasion: '1' });
    await second.clock.advance(60_000);
    expect(first.webhook.got).toHaveLength(1);
    await second.delivery.deliver(notificationOf(), { occasion: '2' });
    await second.clock.advance(1_000);
    expect(first.webhook.got).toHaveLength(2);
  });

  it('is not queued when what belongs to it could not be stored', async () => {
    const { clock, delivery, webhook } = await bench();
    const also = () => Promise.reject(new Error('no room for the log'));
    await expect(delivery.deliver(notificationOf(), { also })).rejects.toThrow('no room for the log');
    await clock.advance(60_000);
    expect(webhook.got).toEqual([]);
    expect((await delivery.history.list({ limit: 10 })).items).toEqual([]);
  });

  it('that an attempt was made of when the server died is sent once more, under the same key', async () => {
    const first = await bench();
    first.webhook.answer = ({ signal }) =>
      new Promise<SendResult>((_, reject) => signal.addEventListener('abort', reject));
    await first.delivery.deliver(notificationOf());
    await first.clock.advance(0);
    const stopped = first.delivery.stop();
    await first.clock.advance(5_000);
    await stopped;
    first.webhook.answer = () => sent;
    const { clock } = await bench({ before: first });
    await clock.advance(60_000);
    expect(first.webhook.got).toHaveLength(2);
    expect(new Set(first.webhook.got.map(({ key }) => key)).size).toBe(1);
  });
});

describe('a queue', () => {
  it('tells of the end only when it has told of the beginning', async () => {
    const { clock, delivery, webhook } = await bench();
    let isUp = false;
    webhook.answer = () => (isUp ? sent : failure());
    await delivery.deliver(notificationOf());
    await delivery.deliver(resolved);
    await clock.advance(20_000);
    expect(new Set(webhook.got.map(({ notification }) => notification.status))).toEqual(new Set(['firing']));
    isUp = true;
    await clock.advance(60_000);
    expect(webhook.got.slice(-2).map(({ notification }) => notification.status)).toEqual(['firing', 'resolved']);
  });

  it('holds up no other group and no other channel', async () => {
    const { clock, delivery, webhook } = await bench();
    const slack = peer(clock, { name: 'slack[0]', channel: 'slack' });
    await delivery.setReceivers([{ name: 'ops', integrations: [webhook, slack] }]);
    webhook.answer = () => (webhook.got.at(-1)?.notification.groupKey === 'stuck' ? failure() : sent);
    await delivery.deliver(notificationOf({ groupKey: 'stuck' }));
    await delivery.deliver(notificationOf({ groupKey: 'other' }));
    await clock.advance(0);
    expect(webhook.got.map(({ notification }) => notification.groupKey)).toEqual(['stuck', 'other']);
    expect(slack.got).toHaveLength(2);
  });

  it('leaves out what a later one says too, and nothing else', async () => {
    const { clock, delivery, webhook } = await bench();
    let isUp = false;
    webhook.answer = () => (isUp ? sent : failure());
    const a = alertOf({ instance: 'a' });
    const b = alertOf({ instance: 'b' });
    await delivery.deliver(notificationOf({ alerts: [b] }));
    await delivery.deliver(notificationOf({ alerts: [a] }));
    await delivery.deliver(notificationOf({ alerts: [a, alertOf({ instance: 'c' })] }));
    await delivery.deliver(resolved);
    isUp = true;
    await clock.advance(60_000);
    const told = webhook.got.map(({ notification }) => notification.alerts.map(({ labels }) => labels['instance']));
    expect(told.slice(-3)).toEqual([['b'], ['a', 'c'], [undefined]]);
    const ends = (await delivery.history.list({ limit: 10 })).items.map(({ state }) => state);
    expect(ends).toEqual(['sent', 'sent', 'superseded', 'sent']);
  });

  it('goes on after one that is refused', async () => {
    const { clock, delivery, webhook } = await bench();
    webhook.answer = () =>
      webhook.got.length === 1
        ? failure({ retryable: false, reason: 'client_error', message: 'It answered 400.' })
        : sent;
    await delivery.deliver(notificationOf());
    await delivery.deliver(resolved);
    await clock.advance(0);
    expect(webhook.got).toHaveLength(2);
    expect((await delivery.history.list({ limit: 10 })).items).toMatchObject([
      { state: 'sent', failure: null },
      { state: 'failed', attempts: 1, failure: { reason: 'client_error', message: 'It answered 400.' } },
    ]);
  });
});

describe('a failed attempt', () => {
  it('is repeated ever later, until the deadline; then it is given up and told', async () => {
    const { clock, delivery, webhook, metrics } = await bench();
    webhook.answer = () => failure();
    const begin = clock.now();
    await delivery.deliver(notificationOf());
    await clock.advance(3_600_000);
    const at = webhook.got.map((attempt) => (attempt.at - begin) / 1000);
    expect(at.slice(0, 8)).toEqual([0, 1, 3, 7, 15, 31, 63, 123]);
    expect(at.at(-1)).toBeLessThan(3_600);
    expect((await delivery.history.list({ limit: 1 })).items).toMatchObject([
      { state: 'gave_up', endedAt: begin + 3_600_000, failure: { reason: 'server_error' } },
    ]);
    expect(await metrics.get('notifications_sent_total')).toEqual([
      {
        name: 'notifications_sent_total',
        labels: { channel: 'webhook', notification_type: 'firing', status: 'gave_up' },
        value: 1,
      },
    ]);
    expect(await metrics.get('notifications_failed_attempts_total')).toMatchObject([
      { labels: { receiver: 'ops', integration: 'webhook[0]', reason: 'server_error' }, value: at.length },
    ]);
  });

  it('keeps the distance that the peer asks for, in every queue to it', async () => {
    const { clock, delivery, webhook } = await bench();
    const begin = clock.now();
    webhook.answer = () =>
      webhook.got.length === 1
        ? failure({ reason: 'rate_limited', retryAfterMs: 30_000, message: 'It answered 429.' })
        : sent;
    await delivery.deliver(notificationOf());
    await clock.advance(0);
    await delivery.deliver(notificationOf({ groupKey: 'other' }));
    await clock.advance(60_000);
    expect(webhook.got.map(({ at }) => at - begin)).toEqual([0, 30_000, 30_000]);
  });

  it('is one that has no result in time', async () => {
    const { clock, delivery, webhook } = await bench();
    webhook.answer = () => (webhook.got.length === 1 ? new Promise<SendResult>(() => {}) : sent);
    await delivery.deliver(notificationOf());
    await clock.advance(14_999);
    expect((await delivery.history.list({ limit: 1 })).items[0]?.failure).toBeNull();
    await clock.advance(2_000);
    expect((await delivery.history.list({ limit: 1 })).items).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('is one that a mistake in our code made, and quotes nothing of it', async () => {
    const { clock, delivery, webhook, faults } = await bench();
    webhook.answer = () => {
      throw new TypeError('Invalid URL: https://hooks.example/T0P/S3CRET');
    };
    await delivery.deliver(notificationOf());
    await clock.advance(0);
    const [entry] = (await delivery.history.list({ limit: 1 })).items;
    expect(entry?.failure).toEqual({ reason: 'unexpected', message: 'The integration broke: TypeError.' });
    expect(JSON.stringify([entry, faults])).not.toContain('S3CRET');
  });
});

describe('a rate limit', () => {
  const policy = { limits: () => [{ count: 2, perMs: 10_000 }] };
  const group = (groupKey: string, severity: string) => notificationOf({ groupKey, alerts: [alertOf({ severity })] });

  it('makes others wait; critical ones pass and take nobody’s place', async () => {
    const { clock, delivery, webhook } = await bench({ policy });
    const begin = clock.now();
    for (const name of ['a', 'b', 'c']) {
      await delivery.deliver(group(`critical ${name}`, 'critical'));
      await clock.advance(0);
    }
    for (const name of ['a', 'b', 'c']) {
      await delivery.deliver(group(name, 'warning'));
      await clock.advance(1_000);
    }
    await delivery.deliver(group('late and critical', 'critical'));
    await clock.advance(20_000);
    expect(webhook.got.map(({ notification, at }) => [notification.groupKey, at - begin])).toEqual([
      ['critical a', 0],
      ['critical b', 0],
      ['critical c', 0],
      ['a', 0],
      ['b', 1_000],
      ['late and critical', 3_000],
      ['c', 10_000],
    ]);
  });

  it('lets a group through as soon as it turns critical', async () => {
    const { clock, delivery, webhook } = await bench({ policy });
    const begin = clock.now();
    for (const name of ['a', 'b', 'c']) {
      await delivery.deliver(group(name, 'warning'));
      await clock.advance(0);
    }
    await delivery.deliver(group('c', 'critical'));
    await clock.advance(0);
    expect(webhook.got.map(({ notification, at }) => [notification.groupKey, at - begin]).slice(2)).toEqual([
      ['c', 0],
      ['c', 0],
    ]);
  });

  it('is counted on after a restart', async () => {
    const first = await bench({ policy });
    for (const name of ['a', 'b']) await first.delivery.deliver(group(name, 'warning'));
    await first.clock.advance(0);
    await first.delivery.stop();
    const { clock, delivery, webhook } = await bench({ policy, before: first });
    await delivery.deliver(group('c', 'warning'));
    await clock.advance(9_000);
    expect(webhook.got).toHaveLength(2);
    await clock.advance(1_000);
    expect(webhook.got).toHaveLength(3);
  });
});

describe('a receiver that is dead', () => {
  it('is visible, raises an alert after a while, and ends it when something gets through', async () => {
    const { clock, delivery, webhook, raised, metrics } = await bench();
    const since = clock.now();
    let isUp = false;
    webhook.answer = () => (isUp ? sent : failure({ reason: 'connection', message: 'Nothing listens at http://a.' }));
    await delivery.deliver(notificationOf());
    await clock.advance(30_000);
    expect(await delivery.health()).toMatchObject([
      { receiver: 'ops', integration: 'webhook[0]', state: 'failing', failingSince: since, failures: 5 },
    ]);
    expect(raised).toEqual([]);
    await clock.advance(60_000);
    expect(raised[0]).toEqual({
      labels: {
        alertname: 'SeaworthyReceiverFailing',
        receiver: 'ops',
        integration: 'webhook[0]',
        channel: 'webhook',
        severity: 'critical',
      },
      annotations: {
        summary: 'Notifications for ops do not get through (webhook[0]).',
        description: 'Nothing listens at http://a. Nothing got through since 2030-01-01T12:00:00.000Z.',
      },
      startsAt: since,
      endsAt: null,
    });
    isUp = true;
    await clock.advance(120_000);
    expect(raised.at(-1)).toMatchObject({ startsAt: since, endsAt: webhook.got.at(-1)?.at });
    expect(await delivery.health()).toMatchObject([{ state: 'ok', failures: 0, failure: null }]);
    expect(await metrics.get('notification_receiver_failing')).toMatchObject([{ value: 0 }]);
  });

  it('is told of at once when it refuses', async () => {
    const { clock, delivery, webhook, raised } = await bench();
    webhook.answer = () => failure({ retryable: false, reason: 'unauthorized', message: 'It answered 401.' });
    await delivery.deliver(notificationOf());
    await clock.advance(0);
    expect(raised).toHaveLength(1);
  });

  it('ends what waits for it when it is taken out of the configuration', async () => {
    const { clock, delivery, webhook, raised } = await bench();
    webhook.answer = () => failure();
    await delivery.deliver(notificationOf());
    await clock.advance(120_000);
    await delivery.setReceivers([]);
    await clock.advance(120_000);
    expect((await delivery.history.list({ limit: 1 })).items).toMatchObject([
      { state: 'failed', failure: { reason: 'receiver_removed' } },
    ]);
    expect(await delivery.health()).toEqual([]);
    expect(raised.at(-1)?.endsAt).not.toBeNull();
  });
});

describe('a channel that is told of no ends', () => {
  it('hears of what fires alone', async () => {
    const { clock, delivery } = await bench();
    const sms = peer(clock, { name: 'sms[0]', channel: 'sms', sendResolved: false });
    await delivery.setReceivers([{ name: 'ops', integrations: [sms] }]);
    const alerts = [alertOf({ instance: 'a' }), alertOf({ instance: 'b' }, 'resolved')];
    await delivery.deliver(notificationOf({ alerts }));
    await delivery.deliver(resolved);
    await clock.advance(1_000);
    expect(sms.got).toHaveLength(1);
    expect(sms.got[0]?.notification).toMatchObject({
      alerts: [{ labels: { instance: 'a' } }],
      commonLabels: { instance: 'a' },
    });
  });
});

describe('that somebody has taken a group on', () => {
  it('is told between beginning and end, where the channel knows such a thing', async () => {
    const { clock, delivery } = await bench();
    const pager = peer(clock, { name: 'pagerduty[0]', channel: 'pagerduty' });
    const got: string[] = [];
    const note = (action: string) => {
      got.push(action);
      return sent;
    };
    const taking = { ...pager, acknowledge: async () => note('acknowledge') };
    pager.answer = () => note('notify');
    const plain = peer(clock, { name: 'slack[0]', channel: 'slack' });
    await delivery.setReceivers([{ name: 'ops', integrations: [taking, plain] }]);
    await delivery.deliver(notificationOf());
    await delivery.acknowledge(notificationOf());
    await delivery.deliver(resolved);
    await clock.advance(1_000);
    expect(got).toEqual(['notify', 'acknowledge', 'notify']);
    expect(plain.got.map(({ notification }) => notification.status)).toEqual(['firing', 'resolved']);
  });
});
