import { expect, it } from 'vitest';
import { testNotification } from '../test-notification.ts';
import { bench, failure, peer } from '../testing.ts';

const about = { receiver: 'ops', by: 'ann', externalURL: 'http://ops.example' };
const testOf = (id: string) => testNotification({ ...about, id, at: 0 });

it('is sent once by each integration, marked as a test, and leaves no trace in queues, history and health', async () => {
  const { delivery, webhook, clock } = await bench();
  const other = peer(clock, { name: 'slack[0]', channel: 'slack' });
  await delivery.setReceivers([{ name: 'ops', integrations: [webhook, other] }]);
  expect(await delivery.test(testOf('t1'))).toEqual([
    { integration: 'webhook[0]', channel: 'webhook', result: { outcome: 'sent' } },
    { integration: 'slack[0]', channel: 'slack', result: { outcome: 'sent' } },
  ]);
  await delivery.test(testOf('t2'));
  expect(webhook.got.map(({ notification }) => notification.commonLabels)).toEqual([
    { alertname: 'SeaworthyTest', receiver: 'ops', severity: 'info', test: 'true' },
    { alertname: 'SeaworthyTest', receiver: 'ops', severity: 'info', test: 'true' },
  ]);
  expect(webhook.got[0]?.notification.commonAnnotations['summary']).toMatch(/test.*Nothing is wrong/);
  expect(new Set([...webhook.got, ...other.got].map(({ key }) => key)).size).toBe(4);
  expect(new Set(webhook.got.map(({ notification }) => notification.groupKey)).size).toBe(2);
  expect(await delivery.health()).toEqual([]);
  expect((await delivery.history.list({ limit: 9 })).items).toEqual([]);
});

it('that is refused is not sent again, and raises no alert about the receiver', async () => {
  const { delivery, webhook, clock, raised } = await bench();
  const refused = failure({ retryable: false, reason: 'unauthorized', status: 403 });
  webhook.answer = () => refused;
  expect(await delivery.test(testOf('t1'))).toMatchObject([{ result: refused }]);
  await clock.advance(600_000);
  expect(webhook.got).toHaveLength(1);
  expect(raised).toEqual([]);
  expect(await delivery.health()).toEqual([]);
});

it('that gets no answer ends in time', async () => {
  const { delivery, webhook, clock } = await bench({ policy: { attemptTimeoutMs: 5_000 } });
  webhook.answer = () => new Promise(() => undefined);
  const tested = delivery.test(testOf('t1'));
  await clock.advance(5_000);
  expect(await tested).toMatchObject([{ result: { outcome: 'failed', reason: 'timeout' } }]);
});

it('leaves no incident open where one was opened by it, even where ends are not told otherwise', async () => {
  const { delivery, clock } = await bench();
  const pager = peer(clock, { name: 'pagerduty[0]', channel: 'pagerduty', sendResolved: false });
  const incidents = { ...pager, acknowledge: pager.send };
  await delivery.setReceivers([{ name: 'ops', integrations: [incidents] }]);
  await delivery.test(testOf('t1'));
  expect(pager.got.map(({ notification: { status, groupKey } }) => `${status} ${groupKey}`)).toEqual([
    'firing test:t1',
    'resolved test:t1',
  ]);
  pager.answer = () => (pager.got.length > 3 ? failure() : { outcome: 'sent' });
  expect(await delivery.test(testOf('t2'))).toMatchObject([
    { result: { outcome: 'sent', note: 'It was not closed again: It answered 500.' } },
  ]);
});
