import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dashboard, Panel } from '@seaworthy/api';
import { expect, it } from 'vitest';
import type { Installation, RunningServer } from './testing.ts';
import { installation } from './testing.ts';
import { panelsOf } from './watch/dashboards/definition.ts';

const MINUTE_MS = 60_000;
const photos = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
const buildDoorbell = fileURLToPath(new URL('../../../workloads/doorbell/build.mjs', import.meta.url));

function pageFor({ publicUrl, folder }: Installation): string {
  return `service: doorbell
runtime:
  command: [node, server.js]
  env:
    DOORBELL_DATA_DIR: ${folder}/data
    DOORBELL_PRESS__DEBOUNCE: 0ms
    DOORBELL_ACCURACY__PICTURES: ${folder}/labelled
    DOORBELL_ACCURACY__NICENESS: '0'
traffic: {listen: ${new URL(publicUrl).port}}
health: {path: /health, readiness: /readiness, interval: 200ms, deadline: 60s}
release: {settle: 0s, source: doorbell, version: 1.0.0, analysis: {window: 500ms, interval: 100ms}}
metrics: {interval: 1s}
rules: ['preset:doorbell', 'preset:seaworthy']
server: {proxy: {workers: 1}}
`;
}

/** The doorbell as it is released, operated by a real control plane. */
async function operatedDoorbell(): Promise<{ place: Installation; server: RunningServer }> {
  const place = await installation();
  execFileSync(process.execPath, [buildDoorbell, '--out', join(place.folder, 'doorbell')], { stdio: 'ignore' });
  mkdirSync(join(place.folder, 'labelled'));
  copyFileSync(join(photos, 'sample6.jpg'), join(place.folder, 'labelled', 'sample6.jpg'));
  place.configure(() => pageFor(place));
  const server = await place.start();
  return { place, server };
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 240_000;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

function askerOf({ record, token }: RunningServer) {
  return async (path: string, parameters: Readonly<Record<string, string>>): Promise<unknown> => {
    const address = `${record.url}/prometheus/api/v1/${path}?${new URLSearchParams(parameters)}`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    const body = (await answer.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== 'success') throw new Error(`${path} ${JSON.stringify(parameters)}: ${body.error}`);
    return body.data;
  };
}

type Ask = ReturnType<typeof askerOf>;

/** The numbers that a panel shows, by query. */
async function numbersOf({ queries }: Pick<Panel, 'queries'>, ask: Ask): Promise<readonly (readonly number[])[]> {
  const end = Date.now();
  return Promise.all(
    queries.map(async ({ expr, instant }) => {
      const query = expr.replace(/\$[a-z]\w*/g, '.*');
      const range = { start: String((end - 2 * MINUTE_MS) / 1000), end: String(end / 1000), step: '5' };
      // What is counted every five minutes is counted at the end of them.
      const fiveMinutes = 5 * MINUTE_MS;
      const time = String((expr.includes(':5m]') ? Math.ceil(end / fiveMinutes) * fiveMinutes : end) / 1000);
      const data = await (instant ? ask('query', { query, time }) : ask('query_range', { query, ...range }));
      const { result } = data as { result: readonly Series[] };
      const points = result.flatMap(({ value, values = [] }) => (value === undefined ? values : [value]));
      return points.map(([, text]) => Number(text)).filter(Number.isFinite);
    }),
  );
}

const evidence = [
  ...['Throughput', 'Success Rate', 'Requests', 'Accuracy Trend', 'Confidence Distribution', 'Result Types'],
  ...['Doorbell Triggers', 'Triggers by Time of Day', 'Notifications Sent', 'Popular Times', 'Active Workers'],
];

it('every panel of every dashboard shows what a pressed doorbell and its control plane measured', async () => {
  const { place, server } = await operatedDoorbell();
  const ask = askerOf(server);
  const has = (query: string) => async () =>
    ((await ask('query', { query })) as { result: unknown[] }).result.length > 0;
  await eventually('the doorbell is scraped', has('doorbell_triggers_total'));
  await eventually('the doorbell is live', async () => (await fetch(`${place.publicUrl}/readiness`)).ok);

  const press = (body: Buffer) => fetch(`${place.publicUrl}/api/doorbell/press`, { method: 'POST', body });
  const refused = await press(Buffer.from('no picture'));
  expect(refused.status).toBe(415);
  for (const photo of [1, 5, 6]) {
    expect((await press(readFileSync(join(photos, `sample${photo}.jpg`)))).status).toBe(200);
  }
  await eventually('the presses are scraped', has('sum(doorbell_triggers_total) >= 4'));
  await eventually('the notifications are scraped', has('sum(notifications_sent_total{channel="log"}) >= 3'));
  await eventually('the accuracy is measured', has('face_recognition_accuracy'));
  await eventually('two scrapes have passed since', has('min_over_time(sum(doorbell_triggers_total)[3s:1s]) >= 4'));

  const { items } = await server.client.call('dashboards', {});
  const shown = items.filter(({ name }) => !['asr', 'scraper'].includes(name));
  expect(shown.map(({ name, hasData }) => [name, hasData])).toEqual(shown.map(({ name }) => [name, true]));
  expect(items.filter(({ hasData }) => !hasData).map(({ name }) => name)).toEqual(['asr', 'scraper']);

  expect(await numbersOf({ queries: [{ expr: 'not_there', legend: null, instant: true }] }, ask)).toEqual([[]]);
  const [empty, allZero]: [string[], string[]] = [[], []];
  for (const { name } of shown) {
    const dashboard: Dashboard = await server.client.call('dashboard', { params: { name } });
    for (const panel of panelsOf(dashboard)) {
      const numbers = await numbersOf(panel, ask);
      if (numbers.some((each) => each.length === 0)) empty.push(`${name}: ${panel.title}`);
      if (evidence.includes(panel.title) && numbers.flat().every((each) => each === 0)) allZero.push(panel.title);
    }
    for (const { label, selector } of dashboard.variables) {
      expect(await ask(`label/${label}/values`, { 'match[]': selector })).not.toEqual([]);
    }
  }
  expect({ empty, allZero }).toEqual({ empty: [], allZero: [] });
}, 600_000);

it('dashboards are read anew without a restart; with a mistake in any of them nothing changes', async () => {
  const place = await installation();
  mkdirSync(join(place.folder, 'dashboards'));
  place.configure((page) => `${page}dashboards: [dashboards/*.yaml]\n`);
  const { client } = await place.start();
  const write = (name: string, expr: string) => {
    const panel = `{title: Up, kind: stat, queries: [{expr: ${expr}}]}`;
    writeFileSync(join(place.folder, 'dashboards', 'own.yaml'), `name: ${name}\ntitle: Own\npanels: [${panel}]\n`);
  };
  const first = async () => (await client.call('dashboards', {})).items[0]?.name;
  expect(await first()).toBe('system-overview');
  write('own', 'sum(up)');
  await client.call('reloadConfig', {}, { idempotencyKey: 'reload-1' });
  expect(await first()).toBe('own');
  write('other', 'sum(up');
  await expect(client.call('reloadConfig', {}, { idempotencyKey: 'reload-2' })).rejects.toMatchObject({
    code: 'config_invalid',
    details: [{ path: 'panels.0.queries.0.expr', message: expect.stringContaining('own.yaml:3') }],
  });
  expect(await first()).toBe('own');
});
