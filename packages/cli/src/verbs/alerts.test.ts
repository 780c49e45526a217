import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Refusal,
  sampleAlert,
  sampleNotification,
  sampleOutcome,
  sampleReceiver,
  sampleReceiverTest,
  sampleRoute,
} from '@seaworthy/api/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { runVerb, testControlPlane, testHost } from '../testing.ts';

describe('alerts', () => {
  it('are a table; what keeps one quiet stands for its state', async () => {
    const quiet = { name: 'Slow', severity: 'warning', labels: { alertname: 'Slow', severity: 'warning', job: 'web' } };
    const items = [
      sampleAlert(),
      sampleAlert({ ...quiet, state: 'suppressed', silencedBy: ['s'], annotations: {} }),
      sampleAlert({ ...quiet, name: 'Soon', severity: '', state: 'pending', labels: { alertname: 'Soon' } }),
    ];
    const { out } = await runVerb(['alerts'], await testControlPlane({ alerts: () => ({ items, nextCursor: 'c' }) }));
    expect(out).toMatchInlineSnapshot(`
      "STATE     SINCE          SEVERITY  NAME        LABELS           SUMMARY
      firing    2 min 0 s ago  critical  WorkerDown  worker="face 1"  Worker face 1 is down
      silenced  2 min 0 s ago  warning   Slow        job=web
      pending   2 min 0 s ago  -         Soon        -                Worker face 1 is down
      There are more: --cursor c
      "
    `);
  });

  it('are asked for as wanted', async () => {
    const plane = await testControlPlane({ alerts: () => ({ items: [], nextCursor: null }) });
    const words = ['alerts', '--filter', 'job="web"', '--state', 'firing', '--receiver', 'ops', '--limit', '5'];
    expect((await runVerb(words, plane)).out).toBe('No such alert.\n');
    expect(plane.requests[0]?.query).toEqual({ filter: 'job="web"', state: 'firing', receiver: 'ops', limit: 5 });
    expect((await runVerb(['alerts', '--state', 'odd'], plane)).exit).toBe(2);
  });
});

describe('alerts history and receivers', () => {
  const failure = { reason: 'server_error', message: 'It answered 500.' };

  it('send a test, and say what each integration made of it', async () => {
    const refused = { outcome: 'refused' as const, status: 500, failure, integration: 'webhook[0]' };
    const [taken] = sampleReceiverTest().items;
    const items = [...(taken ? [taken] : []), ...sampleReceiverTest(refused).items];
    const plane = await testControlPlane({ testReceiver: () => ({ ...sampleReceiverTest(), items }) });
    const { out, exit } = await runVerb(['receivers', 'test', 'on-call'], plane);
    expect(out).toMatchInlineSnapshot(`
      "BY          RESULT
      slack[0]    delivered
      webhook[0]  refused    It answered 500. (server_error)
      "
    `);
    expect([exit, plane.requests[0]?.params]).toEqual([1, { name: 'on-call' }]);
    const json = await runVerb(['receivers', 'test', 'on-call', '--json'], plane);
    expect([json.exit, JSON.parse(json.out)]).toMatchObject([1, { items }]);
    const good = await testControlPlane({ testReceiver: () => sampleReceiverTest() });
    expect((await runVerb(['receivers', 'test', 'ops'], good)).exit).toBe(0);
    const nobody = await testControlPlane({ testReceiver: () => ({ ...sampleReceiverTest(), items: [] }) });
    expect(await runVerb(['receivers', 'test', 'ops'], nobody)).toMatchObject({
      ...{ exit: 1, out: 'ops tells nobody: nothing was sent.\n' },
    });
  });

  it('show what was told, and what did not get through', async () => {
    const items = [
      sampleNotification({ state: 'gave_up', failure, status: 'resolved', reason: 'all_resolved' }),
      sampleNotification(),
    ];
    const plane = await testControlPlane({ notifications: () => ({ items, nextCursor: null }) });
    const { out } = await runVerb(['alerts', 'history', '--receiver', 'ops'], plane);
    expect(out).toMatchInlineSnapshot(`
      "WHEN            TO            RESULT   WHAT                     ALERTS  GROUP
      1 min 59 s ago  ops/slack[0]  gave up  resolved (all_resolved)  1       alertname=WorkerDown  It answered 500.
      1 min 59 s ago  ops/slack[0]  sent     firing (first)           1       alertname=WorkerDown
      "
    `);
    expect(plane.requests[0]?.query).toMatchObject({ receiver: 'ops' });
  });

  it('a receiver that fails is visible, by the exit code too', async () => {
    const failing = sampleReceiver({
      ...{ state: 'failing', failures: 12, failure },
      ...{ failingSince: '2026-03-01T09:50:00.000Z', lastFailedAt: '2026-03-01T10:01:00.000Z' },
    });
    const items = [failing, { name: 'nobody', integrations: [] }];
    const { exit, out } = await runVerb(['receivers'], await testControlPlane({ receivers: () => ({ items }) }));
    expect(exit).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "RECEIVER  BY        STATE         LAST SENT      FAILING SINCE
      ops       slack[0]  failing       2 min 0 s ago  12 min 0 s ago  12 in a row: It answered 500.
      nobody    -         tells nobody  -              -
      "
    `);
  });
});

describe('silences', () => {
  it('are added in the words of amtool, and show what they mute', async () => {
    const plane = await testControlPlane();
    const words = ['silences', 'add', 'WorkerDown', 'instance=~"a.*"', '-d', '2h30m', '-c', 'new camera', '-a', 'anna'];
    const { exit, out } = await runVerb(words, plane);
    expect(exit).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Silence 5b1f9c1e-0000-4000-8000-000000000001 ends in 1 h 58 min; anna answers for it.
      It mutes 1 of 3 alerts that fire.

      STATE   SINCE          SEVERITY  NAME        LABELS           SUMMARY
      firing  2 min 0 s ago  critical  WorkerDown  worker="face 1"  Worker face 1 is down
      "
    `);
    expect(plane.requests.map(({ name, body }) => [name, body])).toEqual([
      ['previewSilence', { matchers: ['alertname="WorkerDown"', 'instance=~"a.*"'] }],
      [
        'createSilence',
        {
          matchers: ['alertname="WorkerDown"', 'instance=~"a.*"'],
          ...{ endsAt: '2026-03-01T12:32:00.000Z', comment: 'new camera', createdBy: 'anna' },
        },
      ],
    ]);
  });

  it('are only previewed by a dry run, which warns of one that mutes everything', async () => {
    const muted = [sampleAlert(), sampleAlert({ name: 'Other' })];
    const plane = await testControlPlane({ previewSilence: () => ({ muted, count: 2, quietAlready: 1, firing: 2 }) });
    const { out } = await runVerb(['silences', 'add', 'a=~".+"', '--dry-run'], plane);
    expect(out).toContain('It mutes 2 of 2 alerts that fire, 1 of them quiet already.\nThat is every alert');
    expect(plane.requests.map(({ name }) => name)).toEqual(['previewSilence']);
  });

  it('begin and end at given times', async () => {
    const plane = await testControlPlane();
    const times = ['--start', '2026-03-02T00:00:00+01:00', '--end', '1772409600'];
    await runVerb(['silences', 'add', 'a=b', ...times], plane);
    const wanted = { startsAt: '2026-03-01T23:00:00.000Z', endsAt: '2026-03-02T00:00:00.000Z', comment: '' };
    expect(plane.requests[1]?.body).toMatchObject(wanted);
    for (const bad of [
      ['--start', 'noon'],
      ['-d', '1h', '--end', '1772409600'],
      ['-d', 'long'],
      ['--start', '2026-03-02T00:00:00'],
    ]) {
      expect((await runVerb(['silences', 'add', 'a=b', ...bad], plane)).exit).toBe(2);
    }
  });

  it('end by id, and say why they are refused', async () => {
    const plane = await testControlPlane({
      createSilence: () => {
        throw new Refusal('silence_refused', 'It may last 1d at most.');
      },
    });
    expect((await runVerb(['silences', 'expire', 'x', 'y'], plane)).out).toBe(
      'Silence x is over.\nSilence y is over.\n',
    );
    const { exit, err } = await runVerb(['silences', 'add', 'a=b', '-d', '2d'], plane);
    expect(exit).toBe(4);
    expect(err).toContain('It may last 1d at most. (silence_refused)');
  });
});

describe('routes', () => {
  it('are a tree; what a route has from above is not said again', async () => {
    const items = [
      sampleRoute(),
      sampleRoute({ depth: 1, receiver: 'db', matchers: ['team="db"'], repeatIntervalMs: 60_000, continue: true }),
      sampleRoute({ depth: 2, receiver: 'db', matchers: ['severity="info"'], repeatIntervalMs: 60_000 }),
      sampleRoute({ depth: 1, receiver: 'night', muteTimeIntervals: ['day'], mutedBy: ['day'] }),
    ];
    const { out } = await runVerb(['routes', 'show'], await testControlPlane({ alertRouting: () => ({ items }) }));
    expect(out).toMatchInlineSnapshot(`
      "every alert -> ops  [group by alertname; wait 30.0 s; interval 5 min 0 s; repeat 4 h 0 min]
        team="db" -> db  [repeat 1 min 0 s; goes on to the next]
          severity="info" -> db
        every other -> night  [quiet in day]  (quiet now)
      "
    `);
  });

  it('tell who is told, and why somebody is not', async () => {
    const reasons = [{ kind: 'muted' as const, by: ['night'], message: 'It is quiet at this time: night.' }];
    const items = [
      sampleOutcome(),
      sampleOutcome({ receiver: 'db', verdict: 'quiet', reasons, path: ['{}', '{team="db"}'] }),
    ];
    const plane = await testControlPlane({ testAlertRouting: () => ({ at: '2026-03-01T10:00:00.000Z', items }) });
    const words = ['routes', 'test', 'team=db', 'a="b c"', '--at', '2026-03-02T03:00:00Z'];
    const { exit, out } = await runVerb([...words, '--verify-receivers', 'ops,db'], plane);
    expect(exit).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "ops is told by slack[0], 30.0 s after the first alert of its group
        by route: {}
        told again after 4 h 0 min while it lasts
      db is not told
        why not: It is quiet at this time: night.
        by route: {} > {team="db"}
      "
    `);
    expect(plane.requests[0]?.body).toEqual({ labels: { team: 'db', a: 'b c' }, at: '2026-03-02T03:00:00.000Z' });
    expect((await runVerb([...words, '--verify-receivers', 'db'], plane)).exit).toBe(1);
    expect((await runVerb(['routes', 'test', 'nonsense'], plane)).exit).toBe(2);
  });

  it('are tested by a file alone, without a control plane', async () => {
    const { exec } = fileWith(`
route:
  receiver: ops
  routes: [{receiver: night, matchers: [team=night], mute_time_intervals: [weekend]}]
receivers: [{name: ops, webhook_configs: [{url: 'http://a/'}]}, {name: night, webhook_configs: [{url: 'http://b/'}]}]
time_intervals: [{name: weekend, time_intervals: [{weekdays: ['saturday', 'sunday']}]}]
`);
    const sunday = await exec('routes', 'test', 'team=night', '--at', '2026-03-01T10:00:00Z');
    expect(sunday.out).toMatchInlineSnapshot(`
      "night is not told
        why not: It is quiet at this time: weekend.
        by route: {} > {team="night"}
      "
    `);
    const monday = await exec('routes', 'test', 'team=night', '--at', '2026-03-02T10:00:00Z', '--json');
    expect(JSON.parse(monday.out)).toMatchObject({ items: [{ receiver: 'night', verdict: 'told', reasons: [] }] });
    expect((await exec('routes', 'show')).out).toContain('team="night" -> night  [quiet in weekend]');
  });

  it('of a file with mistakes are refused, each with its place', async () => {
    const { exec } = fileWith('route: {receiver: nobody}\nreceivers: [{name: ops, slack_configs: [{chanel: a}]}]\n');
    const { exit, err } = await exec('routes', 'show');
    expect(exit).toBe(2);
    expect(err).toMatch(/alertmanager\.yml:1:\d+ .*undefined receiver "nobody"/);
    expect(err).toMatch(/alertmanager\.yml:2:\d+ .*chanel is not known here/);
  });
});

function fileWith(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'alertmanager.yml'), text);
  const exec = async (...words: string[]) => {
    const host = testHost({ cwd: folder });
    const exit = await run([...words, '--config', 'alertmanager.yml'], host);
    return { exit, out: host.out(), err: host.err() };
  };
  return { exec };
}
