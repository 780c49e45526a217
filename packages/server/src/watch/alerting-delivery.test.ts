import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Alerting } from './alerting.ts';
import { startAlerting } from './alerting.ts';
import { forgetUndelivered } from './notifications/dedup/forget-undelivered.ts';
import type { Bench } from './notifications/testing.ts';
import { bench, failure, sent } from './notifications/testing.ts';
import { parseAlertingConfig } from './routes/config/parse.ts';

const config = `
route: {receiver: ops, group_wait: 30s, group_interval: 1m}
receivers: [{name: ops, webhook_configs: [{url: x}]}]
`;
const fires = { labels: { alertname: 'Down' }, startsAt: Date.UTC(2030, 0, 1, 12), endsAt: Date.UTC(2031, 0, 1) };

describe('alerting with its delivery', () => {
  it('tells each thing once, however often the server starts in between', async () => {
    let [desk, alerting] = await start();
    await alerting.post([fires]);
    await desk.clock.advance(31_000);
    [desk, alerting] = await restart(desk, alerting);
    await desk.clock.advance(120_000);
    await alerting.post([{ labels: fires.labels, endsAt: desk.clock.now() }]);
    [desk, alerting] = await restart(desk, alerting);
    await desk.clock.advance(600_000);
    expect(desk.webhook.got.map(({ notification: { status, reason } }) => `${status} ${reason}`)).toEqual([
      'firing first',
      'resolved all_resolved',
    ]);
    expect(desk.faults).toEqual([]);
  });

  it('queues what a receiver cannot take, once, and goes on after a restart', async () => {
    let [desk, alerting] = await start();
    desk.webhook.answer = () => failure();
    await alerting.post([fires]);
    await desk.clock.advance(45_000);
    [desk, alerting] = await restart(desk, alerting);
    desk.webhook.answer = () => sent;
    await desk.clock.advance(600_000);
    expect(new Set(desk.webhook.got.map(({ key }) => key)).size).toBe(1);
    expect(await desk.db.selectFrom('notifications').select('state').execute()).toEqual([{ state: 'sent' }]);
    expect(alerting.groups()).toHaveLength(1);
  });
});

describe('a receiver that was dead past the deadline', () => {
  const HOUR = 3_600_000;

  it('is told at the next flush, and once it works again, each thing once', async () => {
    let [desk, alerting] = await start();
    desk.webhook.answer = () => failure();
    await alerting.post([fires]);
    await desk.clock.advance(HOUR + 95_000);
    expect(await states(desk)).toEqual(['gave_up', 'pending']);
    desk.webhook.answer = () => sent;
    await desk.clock.advance(120_000);
    expect(desk.webhook.got.at(-1)?.notification).toMatchObject({ status: 'firing', reason: 'first' });
    expect(await states(desk)).toEqual(['gave_up', 'sent']);
    const tellings = desk.webhook.got.length;
    [desk, alerting] = await restart(desk, alerting);
    await desk.clock.advance(HOUR);
    expect(desk.webhook.got).toHaveLength(tellings);
    expect(desk.faults).toEqual([]);
  });

  it('is told after a restart too, when the server stopped right after it gave up', async () => {
    let [desk, alerting] = await start();
    desk.webhook.answer = () => failure({ retryable: false });
    await alerting.post([fires]);
    await desk.clock.advance(31_000);
    expect(await states(desk)).toEqual(['failed']);
    desk.webhook.answer = () => sent;
    [desk, alerting] = await restart(desk, alerting);
    await desk.clock.advance(1_000);
    expect(await states(desk)).toEqual(['failed', 'sent']);
  });

  it('is not told again of what a later notification has said', async () => {
    const [desk, alerting] = await start();
    desk.webhook.answer = () => failure({ retryable: false });
    await alerting.post([fires]);
    await desk.clock.advance(31_000);
    desk.webhook.answer = () => sent;
    await alerting.post([
      { labels: { ...fires.labels, instance: 'b' }, startsAt: fires.startsAt, endsAt: fires.endsAt },
    ]);
    await desk.clock.advance(HOUR);
    expect(await states(desk)).toEqual(['failed', 'sent']);
    expect(desk.webhook.got.at(-1)?.notification.alerts).toHaveLength(2);
    expect(alerting.groups()).toHaveLength(1);
  });
});

async function states({ db }: Bench): Promise<string[]> {
  const rows = await db.selectFrom('notifications').select('state').orderBy('id').execute();
  return rows.map(({ state }) => state);
}

async function start(before?: Bench): Promise<[Bench, Alerting]> {
  const forget: Alerting['forget'] = (telling, within) => alerting.forget(telling, within);
  const desk = await bench({
    ...(before ? { before } : {}),
    recorded: forgetUndelivered({ receivers: () => [], forget }),
  });
  const alerting = await startAlerting({
    db: desk.db,
    clock: desk.clock,
    newSilenceId: randomUUID,
    config: parseAlertingConfig(config, { file: 'alertmanager.yml' }),
    externalURL: 'http://ops.example',
    deliver: desk.delivery.deliver,
    report: (error) => desk.faults.push(error),
  });
  onTestFinished(() => alerting.stop());
  return [desk, alerting];
}

async function restart(desk: Bench, alerting: Alerting): Promise<[Bench, Alerting]> {
  await alerting.stop();
  await desk.delivery.stop();
  return start(desk);
}
