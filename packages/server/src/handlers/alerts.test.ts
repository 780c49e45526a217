import type { RouteName } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { countAlerts, createAlertHandlers } from './alerts.ts';
import { testContext, watchBench } from './testing.ts';

const page = `service: shop
runtime: {command: [node, server.js]}
metrics:
  interval: 15s
  probes: [{name: nightly, kind: push, interval: 1m}]
silences: {maxDuration: 1d, requireComment: true}
`;
const rules = `
groups:
- name: shop
  interval: 15s
  rules:
  - {record: 'workers', expr: count(worker_health)}
  - {alert: WorkerDown, expr: worker_health == 0, for: 1m, labels: {severity: critical}, annotations: {summary: 'down'}}
  - {alert: Broken, expr: 'worker_health + on () group_left () worker_health', labels: {severity: info}}
`;
const alerting = `
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 5s
  routes:
  - {receiver: night, matchers: [team=night], mute_time_intervals: [always]}
  - {receiver: deaf, matchers: ['team=~"de.*"'], continue: true}
receivers: [{name: ops, console_configs: [{}]}, {name: night, console_configs: [{}]}, {name: deaf}]
inhibit_rules: [{name: worse, source_matchers: [severity=critical], target_matchers: [severity=warning]}]
time_intervals: [{name: always, time_intervals: [{}]}]
`;

describe('alerts', () => {
  it('are told with their state, who says so, and what keeps them quiet', async () => {
    const { pass, post, ask } = await desk();
    await pass(45_000);
    expect((await ask('alerts', { query: { limit: 50 } })).items).toMatchObject([
      { name: 'WorkerDown', state: 'pending', severity: 'critical', source: 'rule', group: 'shop', receivers: ['ops'] },
    ]);
    await pass(60_000);
    await post({ alertname: 'Slow', severity: 'warning' }, { alertname: 'Late', team: 'night' }, { alertname: 'Odd' });
    const { items } = await ask('alerts', { query: { limit: 50 } });
    const [down] = items;
    expect(items.map(({ name, state, source }) => `${name} ${state} ${source}`)).toEqual([
      'WorkerDown firing rule',
      'Odd firing api',
      'Slow suppressed api',
      'Late suppressed api',
    ]);
    expect(down).toMatchObject({
      annotations: { summary: 'down' },
      silencedBy: [],
      since: expect.stringMatching(/T12:01:/),
    });
    expect(items[2]?.inhibitedBy).toEqual([down?.fingerprint]);
    expect(items[3]?.mutedBy).toEqual(['always']);
  });

  it('are filtered, and paged while others come and go', async () => {
    const { post, ask } = await desk();
    await post(...['a', 'b', 'c', 'd'].map((alertname) => ({ alertname, job: 'web' })), { alertname: 'e' });
    const query = { limit: 2, filter: 'job="web",alertname!="b"' };
    const first = await ask('alerts', { query });
    expect(first.items).toHaveLength(2);
    const second = await ask('alerts', { query: { ...query, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...second.items].map(({ name }) => name).sort()).toEqual(['a', 'c', 'd']);
    expect(second.nextCursor).toBeNull();
    expect((await ask('alerts', { query: { limit: 9, receiver: 'nobody' } })).items).toEqual([]);
    expect((await ask('alerts', { query: { limit: 9, state: 'pending' } })).items).toEqual([]);
    await expect(ask('alerts', { query: { limit: 9, filter: 'job=~"("' } })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it('are counted: what people are told of by severity, what is quiet, what is pending', async () => {
    const { pass, post, counts } = await desk();
    await pass(45_000);
    expect(counts()).toEqual({ critical: 0, warning: 0, info: 0, firing: 0, silenced: 0, pending: 1 });
    await pass(60_000);
    await post({ alertname: 'Slow', severity: 'warning' }, { alertname: 'Odd' });
    expect(counts()).toEqual({ critical: 1, warning: 0, info: 1, firing: 3, silenced: 1, pending: 0 });
  });
});

describe('groups', () => {
  it('hold what is told together, and say who was told of it and when', async () => {
    const { pass, post, ask } = await desk();
    await post(
      { alertname: 'Slow', job: 'a' },
      { alertname: 'Slow', job: 'b' },
      { alertname: 'Odd', severity: 'critical' },
    );
    const before = await ask('alertGroups', { query: { limit: 9 } });
    expect(before.items).toMatchObject([
      { receiver: 'ops', groupLabels: { alertname: 'Odd' }, told: [], nextLookAt: '2030-01-01T12:00:05.000Z' },
      { receiver: 'ops', groupLabels: { alertname: 'Slow' }, count: 2 },
    ]);
    await pass(10_000);
    const [odd] = (await ask('alertGroups', { query: { limit: 1 } })).items;
    expect(odd?.told).toMatchObject([{ integration: 'console[0]', alerts: [odd?.alerts[0]?.fingerprint] }]);
    expect(Date.parse(odd?.told[0]?.at ?? '')).toBeGreaterThanOrEqual(Date.UTC(2030, 0, 1, 12, 0, 5));
  });

  it('show what pends where it will be told, with its value', async () => {
    const { pass, ask } = await desk();
    await pass(45_000);
    const { items } = await ask('alertGroups', { query: { limit: 9 } });
    expect(items).toMatchObject([{ receiver: 'ops', nextLookAt: null, alerts: [{ state: 'pending', value: 0 }] }]);
  });

  it('leave out what is not looked for, by labels, state and words', async () => {
    const { post, ask } = await desk();
    await post({ alertname: 'Slow', job: 'web' }, { alertname: 'Odd', job: 'db' });
    const found = async (query: object) => {
      const { items } = await ask('alertGroups', { query: { limit: 9, ...query } } as never);
      return items.map(({ groupLabels }) => groupLabels['alertname']);
    };
    expect(await found({ filter: 'job="web"' })).toEqual(['Slow']);
    expect(await found({ text: 'DB' })).toEqual(['Odd']);
    expect(await found({ state: 'pending' })).toEqual([]);
    await expect(found({ filter: 'job=~"("' })).rejects.toMatchObject({ code: 'bad_request' });
  });
});

describe('rules', () => {
  it('are told with how their last evaluation went, and what is wrong with them', async () => {
    const { pass, ask } = await desk();
    await pass(105_000);
    const [group] = (await ask('rules', {})).items;
    expect(group).toMatchObject({ name: 'shop', file: 'rules.yaml', intervalMs: 15_000, health: 'err' });
    expect(group?.rules).toMatchObject([
      { name: 'workers', type: 'recording', state: null, health: 'ok' },
      { name: 'WorkerDown', type: 'alerting', state: 'firing', firing: 1, health: 'ok', forMs: 60_000 },
      { name: 'Broken', state: 'inactive', health: 'err', lastError: expect.stringContaining('match') },
    ]);
    expect(Date.parse(group?.lastEvaluation ?? '')).toBeGreaterThan(Date.UTC(2030, 0, 1, 12, 1));
  });
});

describe('silences', () => {
  const inHours = (hours: number) => new Date(Date.UTC(2030, 0, 1, 12 + hours)).toISOString();
  const wanted = { matchers: ['job=~"w.*"'], endsAt: inHours(2), comment: 'known' };

  it('belong to the caller unless somebody else is named, and quieten at once', async () => {
    const { post, ask } = await desk();
    await post({ alertname: 'a', job: 'web' });
    const own = await ask('createSilence', { body: wanted });
    const other = await ask('createSilence', { body: { ...wanted, endsAt: inHours(1), createdBy: 'bob' } });
    expect(own).toMatchObject({ state: 'active', createdBy: 'ann', matchers: ['job=~"w.*"'], comment: 'known' });
    expect((await ask('silences', { query: { limit: 9 } })).items.map(({ id }) => id)).toEqual([other.id, own.id]);
    const [alert] = (await ask('alerts', { query: { limit: 9 } })).items;
    expect(alert).toMatchObject({ state: 'suppressed', silencedBy: [own.id, other.id] });
    expect(await ask('expireSilence', { params: { id: own.id } })).toMatchObject({ id: own.id, state: 'expired' });
    expect((await ask('silences', { query: { limit: 9, state: 'active' } })).items).toHaveLength(1);
    const filtered = await ask('silences', { query: { limit: 9, filter: 'job="db"' } });
    expect(filtered.items).toEqual([]);
  });

  it('are previewed: what they would mute, and how much of all that fires', async () => {
    const { post, ask } = await desk();
    await post({ alertname: 'a', job: 'web' }, { alertname: 'b', job: 'web', team: 'night' }, { alertname: 'c' });
    const preview = await ask('previewSilence', { body: { matchers: wanted.matchers } });
    expect(preview).toMatchObject({ count: 2, quietAlready: 1, firing: 3 });
    expect(preview.muted.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it.each([
    [{ endsAt: inHours(25) }, 'silence_refused', 'It may last 1d at most.'],
    [{ comment: '' }, 'silence_refused', 'It needs a comment.'],
    [{ createdBy: ' ' }, 'silence_refused', 'It needs an owner.'],
    [{ endsAt: inHours(-1) }, 'silence_refused', 'over already'],
    [{ matchers: ['job=~".*"'] }, 'silence_refused', 'must not match the empty string'],
    [{ matchers: ['job=~"("'] }, 'bad_request', 'job=~"("'],
    [{ id: 'nope' }, 'not_found', 'nope'],
  ])('with %j are refused', async (over, code, message) => {
    const { ask } = await desk();
    const refused = ask('createSilence', { body: { ...wanted, ...over } });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('that are over or unknown cannot be ended', async () => {
    const { ask } = await desk();
    const { id } = await ask('createSilence', { body: wanted });
    await ask('expireSilence', { params: { id } });
    await expect(ask('expireSilence', { params: { id } })).rejects.toMatchObject({ code: 'silence_expired' });
    await expect(ask('expireSilence', { params: { id: 'x' } })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('routes', () => {
  it('are a tree, told from the root', async () => {
    const { ask } = await desk();
    const { items } = await ask('alertRouting', {});
    expect(items.map(({ depth, receiver, matchers }) => [depth, receiver, ...matchers])).toEqual([
      [0, 'ops'],
      [1, 'night', 'team="night"'],
      [1, 'deaf', 'team=~"de.*"'],
    ]);
    expect(items[1]).toMatchObject({ muteTimeIntervals: ['always'], mutedBy: ['always'], groupBy: ['alertname'] });
  });

  it('say who would be told, and why nobody', async () => {
    const { post, ask } = await desk();
    const tested = async (labels: Record<string, string>) => {
      const { items } = await ask('testAlertRouting', { body: { labels, at: '2030-01-01T12:00:00.000Z' } });
      return items.map(({ receiver, verdict, reasons }) => [receiver, verdict, ...reasons.map(({ kind }) => kind)]);
    };
    await post({ alertname: 'Down', severity: 'critical' });
    expect(await tested({ a: 'b' })).toEqual([['ops', 'told']]);
    const { items } = await ask('testAlertRouting', { body: { labels: { team: 'dev' } } });
    expect(items[0]?.way).toEqual([0, 2]);
    expect(await tested({ team: 'night', severity: 'warning' })).toEqual([['night', 'quiet', 'inhibited', 'muted']]);
    expect(await tested({ team: 'dev' })).toEqual([['deaf', 'quiet', 'no_integration']]);
  });
});

describe('receivers', () => {
  it('are told with what they were sent, and by pages what was sent', async () => {
    const { post, pass, ask } = await desk();
    const before = await ask('receivers', {});
    expect(before.items[0]).toMatchObject({ name: 'ops', integrations: [{ name: 'console[0]', state: 'unknown' }] });
    await post({ alertname: 'a' }, { alertname: 'b' });
    await pass(10_000);
    const [ops] = (await ask('receivers', {})).items;
    expect(ops?.integrations).toMatchObject([{ name: 'console[0]', channel: 'console', state: 'ok', failures: 0 }]);
    const first = await ask('notifications', { query: { limit: 1, receiver: 'ops' } });
    const second = await ask('notifications', { query: { limit: 1, receiver: 'ops', cursor: first.nextCursor ?? '' } });
    const records = [...first.items, ...second.items];
    expect(records.map(({ groupLabels }) => groupLabels['alertname']).sort()).toEqual(['a', 'b']);
    expect(records[0]).toMatchObject({ state: 'sent', status: 'firing', reason: 'first', alerts: 1, failure: null });
    expect(second.nextCursor).toBeNull();
    expect((await ask('notifications', { query: { limit: 9, state: 'failed' } })).items).toEqual([]);
  });
});

describe('what is looked at', () => {
  it('is told with its health; a push is a sign of life of the probe that waits for it', async () => {
    const { pass, ask } = await desk();
    await ask('push', { params: { name: 'nightly' }, query: { status: 'ok', message: 'copied' } });
    await pass(20_000);
    expect((await ask('targets', {})).items).toMatchObject([{ job: 'shop', health: 'up', intervalMs: 15_000 }]);
    expect((await ask('probes', {})).items).toMatchObject([{ name: 'nightly', kind: 'push', reason: 'copied' }]);
    await ask('pushByGet', { params: { name: 'nightly' }, query: { status: 'fail', message: 'disk full' } });
    await pass(60_000);
    expect((await ask('probes', {})).items).toMatchObject([{ reason: 'disk full' }]);
    const unknown = ask('push', { params: { name: 'nobody' }, query: { status: 'ok', message: '' } });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found' });
  });
});

type AlertHandlers = ReturnType<typeof createAlertHandlers>;
type Input<N extends keyof AlertHandlers> = AlertHandlers[N] extends (input: infer I, ...rest: never[]) => unknown
  ? I
  : never;

/** Asks handlers, and holds their answers to the schema of the route. */
async function desk() {
  const { watch, clock, pass } = await watchBench({
    page,
    rules,
    alerting,
    metrics: () => 'worker_health{w="1"} 0\nworker_health{w="2"} 1\n',
  });
  const handlers = createAlertHandlers({ watch, clock });
  return {
    pass,
    counts: () => countAlerts({ watch, clock }),
    post: (...labels: Record<string, string>[]) =>
      watch.telling.tell(
        labels.map((each) => ({ labels: each, startsAt: clock.now(), endsAt: clock.now() + 3_600_000 })),
      ),
    async ask<N extends keyof AlertHandlers & RouteName>(name: N, input: Input<N> | Record<string, never>) {
      const handler = handlers[name] as (given: unknown, context: unknown) => unknown;
      const answer = await handler(input, testContext());
      return routes[name].response.parse(answer) as Awaited<ReturnType<AlertHandlers[N]>>;
    },
  };
}
