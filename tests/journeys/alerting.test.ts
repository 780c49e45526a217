import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalReceiver } from './receivers.ts';
import { httpReceiver, mailReceiver, readSlack, readWebhook } from './receivers.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install, kill } from './seaworthy.ts';

const workload = fileURLToPath(new URL('../../workloads/doorbell/dist', import.meta.url));
/** Of the doorbell's preset. */
const EVALUATION_MS = 10_000;
const yaml = `service: doorbell
runtime:
  command: [node, server.js]
  env: {DOORBELL_DATA_DIR: '{folder}/data', DOORBELL_FACES__THREADS: '2', FAULT: worker}
traffic: {listen: '{proxyPort}'}
health: {path: /health, readiness: /liveness, interval: 1s, timeout: 5s, deadline: 60s}
release: {settle: 0s, source: service, version: 1.0.0, analysis: {window: 1s, interval: 250ms}}
metrics: {interval: 1s}
rules: ['preset:doorbell', 'preset:seaworthy']
alerting: alertmanager.yaml
`;
const alertmanager = (webhook: number, slack: number, mail: number) => `route:
  receiver: nobody
  group_by: [alertname]
  group_wait: 1s
  group_interval: 2s
  repeat_interval: 4h
  routes: [{receiver: everybody, matchers: ['alertname=PipelineWorkerDown']}]
receivers:
- {name: nobody}
- name: everybody
  webhook_configs: [{url: 'http://127.0.0.1:${webhook}/'}]
  slack_configs: [{api_url: 'http://127.0.0.1:${slack}/', channel: '#door', send_resolved: true}]
  email_configs:
  - {to: ops@door.example, from: seaworthy@door.example, smarthost: '127.0.0.1:${mail}', require_tls: false, send_resolved: true}
`;

interface RuleAlert {
  readonly state: 'pending' | 'firing';
  readonly activeAt: string;
  readonly labels: Readonly<Record<string, string>>;
}

let installation: Installation;
let receivers: readonly LocalReceiver[];

beforeAll(async () => {
  const [webhook, slack, mail] = [await httpReceiver(readWebhook), await httpReceiver(readSlack), await mailReceiver()];
  receivers = [webhook, slack, mail];
  installation = await install({ yaml, source: workload });
  writeFileSync(join(installation.folder, 'alertmanager.yaml'), alertmanager(webhook.port, slack.port, mail.port));
  await up();
  await eventually(
    'the models are loaded and the worker is seen healthy',
    async () => (await workerHealth()) === 1,
    60_000,
  );
});
afterAll(async () => {
  await installation.remove();
  for (const receiver of receivers) await receiver.close();
});

it('a killed worker is pending at once, fires after 30 s, and each receiver hears of both ends once, also over two crashes', async () => {
  const killedAtMs = Date.now();
  toggleWorker();
  await eventually('the alert is pending', async () => (await workerAlert())?.state === 'pending', 30_000);
  const pending = await workerAlert();
  expect(told()).toEqual([[], [], []]);

  const crashedAtMs = Date.now();
  await crashAndStartAgain();
  const blindMs = Date.now() - crashedAtMs + EVALUATION_MS;
  await eventually('the alert fires', async () => (await workerAlert())?.state === 'firing', 60_000);
  const firing = await workerAlert();
  const [activeAtMs, countsFromMs] = [activeSince(pending), activeSince(firing)];
  expect(countsFromMs - activeAtMs, 'only the time in which nobody looked does not count').toBeLessThan(blindMs);
  await eventually('each receiver has heard of it', () => told().every(({ length }) => length > 0));
  expect(activeAtMs - killedAtMs, 'it was seen within a scrape and an evaluation').toBeLessThan(EVALUATION_MS + 10_000);
  for (const { told: notices } of receivers) {
    expect((notices[0]?.atMs ?? 0) - activeAtMs, 'not before its time').toBeGreaterThanOrEqual(30_000);
    expect(notices[0]?.text).toContain('face-thread-0');
  }

  await crashAndStartAgain();
  toggleWorker();
  await eventually('each receiver has heard of the end', () => told().every(({ length }) => length > 1), 60_000);
  await quiet();
  expect(told()).toEqual(receivers.map(() => ['firing', 'resolved']));
});

function activeSince(alert: RuleAlert | undefined): number {
  return Date.parse(alert?.activeAt ?? '');
}

/** Several group intervals in which nobody has anything to say. */
async function quiet(): Promise<void> {
  const before = JSON.stringify(told());
  const until = Date.now() + 8_000;
  await eventually('the time is over', () => Date.now() > until || JSON.stringify(told()) !== before, 30_000);
}

function told(): string[][] {
  return receivers.map((receiver) => receiver.told.map(({ status }) => status));
}

function toggleWorker(): void {
  const instance = installation.processes().find(({ command }) => /node server\.js/.test(command));
  if (instance === undefined) throw new Error('the doorbell does not run');
  process.kill(instance.pid, 'SIGUSR2');
}

async function up(): Promise<void> {
  const started = await installation.cli('up', '--detach', '--port', String(installation.apiPort));
  expect(started, started.stderr).toMatchObject({ code: 0 });
}

async function crashAndStartAgain(): Promise<void> {
  kill(installation.server().pid);
  await up();
}

async function workerAlert(): Promise<RuleAlert | undefined> {
  const { alerts } = await prometheus<{ alerts: RuleAlert[] }>('alerts');
  return alerts.find(({ labels }) => labels['alertname'] === 'PipelineWorkerDown');
}

async function workerHealth(): Promise<number | undefined> {
  const query = new URLSearchParams({ query: 'pipeline_worker_health{worker_id="face-thread-0"}' });
  const { result } = await prometheus<{ result: { value: [number, string] }[] }>(`query?${query}`);
  return result[0] && Number(result[0].value[1]);
}

async function prometheus<T>(path: string): Promise<T> {
  const { url, token } = installation.access();
  const headers = { authorization: `Bearer ${token}` };
  const { statusCode, body } = await request(`${url}/prometheus/api/v1/${path}`, { headers });
  const text = await body.text();
  expect(statusCode, text).toBe(200);
  return JSON.parse(text).data as T;
}
