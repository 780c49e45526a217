import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Labels } from '@seaworthy/promql';
import { fetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FacesBench } from './faces-testing.ts';
import { facesBench, run, startPrometheus } from './faces-testing.ts';
import { installation } from './testing.ts';

const patience = { timeout: 90_000, interval: 100 };

const alerting = `
global: {smtp_smarthost: 'mail:25', smtp_from: a@b.c, smtp_auth_username: a, smtp_auth_password: hunter2}
route:
  receiver: team
  group_by: [alertname]
  routes:
  - {receiver: night, matchers: [job="night"]}
receivers:
- name: team
  webhook_configs: [{url: 'http://127.0.0.1:9/hook?key=hunter2'}]
- name: night
  slack_configs: [{api_url: 'https://slack.example/hunter2', channel: '#night'}]
`;

const now = Date.now();

async function withSamples(): Promise<FacesBench> {
  const bench = await facesBench({ alerting });
  for (const [instance, factor] of [
    ['a', 1],
    ['b', 2],
  ] as const) {
    const labels = Labels.from({ __name__: 'requests_total', instance, job: 'api' });
    const appender = bench.watch.sampling.appender();
    for (let age = 600; age >= 0; age -= 10) appender.append(labels, now - age * 1_000, (600 - age) * factor);
    await appender.commit();
  }
  return bench;
}

describe('promtool', () => {
  const at = new Date(now).toISOString();

  it('asks at an instant and over a range, and finds series and label values', async () => {
    const { urlWithPassword } = await withSamples();
    const server = `${urlWithPassword}/prometheus`;
    const instant = await run('promtool', 'query', 'instant', `--time=${at}`, server, 'sum(requests_total)');
    expect(instant).toEqual({ exit: 0, stderr: '', stdout: `{} => 1800 @[${now / 1000}]\n` });

    const [start, end] = [`--start=${new Date(now - 60_000).toISOString()}`, `--end=${at}`];
    const range = await run('promtool', 'query', 'range', start, end, '--step=30s', server, 'max(requests_total)');
    expect(range.stdout.trim().split('\n')).toEqual([
      '{} =>',
      `1080 @[${(now - 60_000) / 1000}]`,
      `1140 @[${(now - 30_000) / 1000}]`,
      `1200 @[${now / 1000}]`,
    ]);

    const series = await run('promtool', 'query', 'series', '--match=requests_total{instance="a"}', start, end, server);
    expect(series.stdout).toBe('{__name__="requests_total", instance="a", job="api"}\n');
    const labels = await run('promtool', 'query', 'labels', start, end, server, 'instance');
    expect(labels).toEqual({ exit: 0, stderr: '', stdout: 'a\nb\n' });
  });

  it('shows what is wrong with an expression, and with the one who asks', async () => {
    const { url, urlWithPassword } = await withSamples();
    const wrong = await run('promtool', 'query', 'instant', `${urlWithPassword}/prometheus`, 'sum(');
    expect(wrong.exit).toBe(1);
    expect(wrong.stderr).toContain('bad_data: invalid parameter "query": 1:5: parse error: unclosed left parenthesis');
    const unknown = await run('promtool', 'query', 'instant', `${url}/prometheus`, 'up');
    expect(unknown.exit).toBe(1);
    expect(unknown.stderr).toContain('Nobody is signed in.');
  });
});

describe('amtool', () => {
  async function amtool() {
    const bench = await facesBench({ alerting });
    const server = `--alertmanager.url=${bench.urlWithPassword}/alertmanager`;
    return { ...bench, amtool: (...argv: string[]) => run('amtool', server, '--no-version-check', ...argv) };
  }

  it('adds alerts and shows them', async () => {
    const { amtool: ask } = await amtool();
    expect(await ask('alert', 'add', 'alertname=Down', 'job=night', '--annotation=summary=gone')).toMatchObject({
      exit: 0,
    });
    const shown = await ask('-o', 'json', 'alert', 'query', 'alertname=Down');
    expect(JSON.parse(shown.stdout)).toMatchObject([
      {
        labels: { alertname: 'Down', job: 'night' },
        annotations: { summary: 'gone' },
        status: { state: 'active' },
        receivers: [{ name: 'night' }],
      },
    ]);
    expect(JSON.parse((await ask('-o', 'json', 'alert', 'query', 'alertname=Other')).stdout)).toEqual([]);
    expect((await ask('alert')).stdout).toMatch(/Down +.*gone +active/);
  });

  it('adds, shows, changes and ends silences', async () => {
    const { amtool: ask } = await amtool();
    await ask('alert', 'add', 'alertname=Down', 'job=api');
    const added = await ask('silence', 'add', '--comment=known', '--author=ann', '--duration=2h', 'alertname=~Do.*');
    expect(added).toMatchObject({ exit: 0, stderr: '' });
    const id = added.stdout.trim();
    const [silence] = JSON.parse((await ask('-o', 'json', 'silence', 'query')).stdout);
    expect(silence).toMatchObject({ id, status: { state: 'active' }, createdBy: 'ann', comment: 'known' });
    expect(JSON.parse((await ask('-o', 'json', 'alert', 'query', '--silenced')).stdout)).toMatchObject([
      { status: { state: 'suppressed', silencedBy: [id] } },
    ]);
    const updated = await ask('silence', 'update', '--comment=longer', '--duration=4h', id);
    expect(updated).toMatchObject({ exit: 0 });
    expect(await ask('silence', 'expire', id)).toMatchObject({ exit: 0, stderr: '' });
    expect(JSON.parse((await ask('-o', 'json', 'silence', 'query')).stdout)).toEqual([]);
    const refused = await ask('silence', 'add', '--author=ann', 'alertname=Down');
    expect(refused).toMatchObject({ exit: 1 });
  });

  it('reads the routes, shows the configuration without its secrets, and the one that there is of us', async () => {
    const { amtool: ask } = await amtool();
    expect((await ask('config', 'routes', 'test', 'job=night')).stdout).toBe('night\n');
    expect((await ask('config', 'routes', 'test', '--verify.receivers=team', 'job=api')).exit).toBe(0);
    expect((await ask('config', 'routes')).stdout).toContain('receiver: night');
    const config = await ask('config', 'show');
    expect(config.stdout).toContain('receiver: night');
    expect(config.stdout).not.toContain('hunter2');
    const cluster = await ask('cluster', 'show');
    expect(cluster).toMatchObject({ exit: 0, stdout: expect.stringContaining('disabled') });
  });
});

it('a Prometheus sends its alerts here: when they fire, and when they are over', async () => {
  const { url, token, watch } = await facesBench({ alerting });
  const { host } = new URL(url);
  let wanted = 1;
  const page = createServer((_, response) =>
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(`page_wanted ${wanted}\n`),
  ).listen(0, '127.0.0.1');
  onTestFinished(() => void page.close());
  await once(page, 'listening');
  const config = (to: string) => `
global: {evaluation_interval: 1s, scrape_interval: 1s, external_labels: {dc: eu}}
scrape_configs: [{job_name: page, static_configs: [{targets: ['127.0.0.1:${(page.address() as AddressInfo).port}']}]}]
rule_files: [rules.yml]
alerting:
  alertmanagers:
  - path_prefix: /alertmanager
    authorization: {credentials: ${to}}
    static_configs: [{targets: ['${host}']}]
`;
  const rules = `
groups:
- name: a
  interval: 1s
  rules:
  - {alert: Short, expr: 'page_wanted == 1', labels: {severity: page}, annotations: {summary: 'é "now"'}}
`;
  const peer = await startPrometheus(config(token), rules);
  const alerts = () => watch.telling.alerting.alerts.list();
  await expect.poll(alerts, patience).toMatchObject([
    {
      labels: { alertname: 'Short', dc: 'eu', severity: 'page' },
      annotations: { summary: 'é "now"' },
      generatorURL: expect.stringContaining('/graph?g0.expr='),
    },
  ]);
  wanted = 0;
  await expect.poll(() => (alerts()[0]?.endsAt ?? Infinity) <= Date.now(), patience).toBe(true);
  expect(await errorsOf(peer)).toEqual(['0']);
});

it('the control plane as it is started answers both: what it scrapes can be asked, what is sent is shown', async () => {
  const home = await installation();
  const { record, token } = await home.start();
  const url = record.url.replace('://', `://tool:${token}@`);
  const ask = (expression: string) => run('promtool', 'query', 'instant', `${url}/prometheus`, expression);
  await expect
    .poll(async () => (await ask('count(seaworthy_http_request_duration_seconds_count) > 0')).stdout, patience)
    .toMatch(/^\{\} => \d+ @/);
  const amtool = (...argv: string[]) =>
    run('amtool', `--alertmanager.url=${url}/alertmanager`, '--no-version-check', ...argv);
  expect(await amtool('alert', 'add', 'alertname=Down')).toMatchObject({ exit: 0 });
  expect((await amtool('alert')).stdout).toContain('Down');
});

/** How often a Prometheus could not send, for each Alertmanager that it knows. */
async function errorsOf(peer: string): Promise<(string | undefined)[]> {
  const text = await (await fetch(`${peer}/metrics`)).text();
  return [...text.matchAll(/^prometheus_notifications_errors_total\{.*\} (.*)$/gm)].map(([, value]) => value);
}
