import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment, LogLine, Trace } from '@seaworthy/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from './load.ts';
import { send, startLoad } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install } from './seaworthy.ts';

const workload = fileURLToPath(new URL('../../workloads/doorbell/', import.meta.url));
const yaml = `service: doorbell
runtime:
  command: [node, server.js]
  env:
    DOORBELL_DATA_DIR: {folder}/data
    DOORBELL_PRESS__DEBOUNCE: 0s
traffic: {listen: '{proxyPort}', drainTimeout: 10s}
health: {path: /health, readiness: /readiness, interval: 500ms, timeout: 5s, deadline: 60s}
metrics: {interval: 1s}
release:
  settle: 500ms
  source: service
  version: 1.0.0
  validation: [{http: GET /readiness, status: 200}]
  analysis: {window: 3s, interval: 1s, minRequests: 10, latencyRatio: 1000}
`;

const stages = ['press', 'camera', 'motion', 'detect', 'recognise', 'decide', 'store', 'notify'] as const;

interface Press {
  readonly eventId: string;
  readonly outcome: string;
  readonly faces: readonly { status: string; person: string | null; confidence: number | null }[];
  readonly traceId: string;
}

let installation: Installation;
let pictures: string;

beforeAll(async () => {
  pictures = mkdtempSync(join(tmpdir(), 'seaworthy-faces-'));
  const cut = spawnSync(process.execPath, [join(workload, 'samples.mjs'), '--out', pictures]);
  expect(cut.status, cut.stderr.toString()).toBe(0);
  installation = await install({ yaml, source: join(workload, 'dist') });
  const started = await installation.cli('up', '--detach', '--port', String(installation.apiPort));
  expect(started, started.stderr).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await installation.remove();
  rmSync(pictures, { recursive: true, force: true });
});

it('recognises a visitor, stores the visit, and shows it in metrics, health and logs under one trace', async () => {
  expect((await enrol('known', 'Ada', '1-left')).status).toBe(201);
  const press = await ring('1-left-another-day');
  expect(press).toMatchObject({ outcome: 'known_person', faces: [{ status: 'known', person: 'Ada' }] });

  const events = JSON.parse((await get('/api/events?limit=1')).body) as { items: { eventId: string }[] };
  expect(events.items[0]?.eventId).toBe(press.eventId);
  const metrics = (await get('/metrics')).body;
  expect(metrics).toMatch(/^face_recognition_requests_total\{[^}]*result_type="known"[^}]*\} [1-9]/m);
  expect(metrics).toMatch(/^doorbell_triggers_total\{.*\} [1-9]/m);
  expect(metrics).not.toContain('Ada');
  expect(JSON.parse((await get('/health')).body)).toMatchObject({ status: 'healthy' });

  const lines = async () =>
    (await installation.json<{ items: LogLine[] }>('logs', '--grep', press.traceId)).document.items;
  await eventually('its lines are there', async () => (await lines()).length > 0);
});

it('makes one trace of a press, from the request through every stage, and its logs and metrics are found by it', async () => {
  const { traceId } = await ring('1-left-another-day');
  const seen = async () => (await installation.json<Partial<Trace>>('traces', traceId)).document.tree ?? [];
  await eventually('the whole trace has come in', async () => (await seen()).length > stages.length);
  const spans = await seen();
  expect(spans.filter(({ depth }) => depth === 0)).toMatchObject([
    { name: 'POST /api/doorbell/press', kind: 'server' },
  ]);
  expect(spans.filter(({ depth }) => depth === 1).map(({ name }) => name)).toEqual([...stages]);

  const { document: logs } = await installation.json<{ items: LogLine[] }>('logs', '--trace', traceId);
  expect(logs.items.length).toBeGreaterThan(0);
  const { document: metrics } = await installation.json<{ result: { value: [number, string] }[] }>(
    'query',
    'sum(doorbell_triggers_total)',
  );
  expect(Number(metrics.result[0]?.value[1])).toBeGreaterThan(0);
});

it('knows a person on the blacklist before a known one, and forgets who is deleted at once', async () => {
  await enrol('blacklist', 'Mallory', '1-left');
  expect(await ring('1-left-another-day')).toMatchObject({
    outcome: 'blacklist_alert',
    faces: [{ person: 'Mallory' }],
  });
  expect((await forget('blacklist', 'Mallory')).status).toBeLessThan(300);
  expect(await ring('1-left-another-day')).toMatchObject({ outcome: 'known_person', faces: [{ person: 'Ada' }] });
  expect((await forget('known', 'Ada')).status).toBeLessThan(300);
  expect(await ring('1-left-another-day')).toMatchObject({ outcome: 'unknown_person' });
});

it('makes a new version live under presses, loses none, and takes a bad one back', async () => {
  await enrol('known', 'Ada', '1-left');
  const visitors = startVisitors();
  const load = startLoad({
    port: installation.proxyPort,
    ratePerSecond: 50,
    path: '/api/events?limit=1',
    accepts: (status) => status === 200 || status === 404 || status === 405,
  });
  const good = await installation.json<Deployment>('deploy', '1.1.0');
  expect(good).toMatchObject({ code: 0, document: { outcome: 'completed', requests: { failed: 0 } } });
  const bad = await installation.json<Deployment>('deploy', '1.2.0', '--env', 'FAULT=crash');
  expect(bad).toMatchObject({
    code: 3,
    document: { outcome: 'rolled_back', reason: { code: 'start_failed' }, requests: { failed: 0 } },
  });
  await eventually('enough visitors came', () => visitors.count > 20);
  const report = await load.stop();
  const presses = await visitors.stop();

  expect(report.failed).toEqual([]);
  expect(presses.filter(({ outcome }) => outcome !== 'known_person')).toEqual([]);
  const stored = JSON.parse((await get('/api/events?limit=200')).body) as { items: { eventId: string }[] };
  const ids = new Set(stored.items.map(({ eventId }) => eventId));
  expect(presses.slice(-150).every(({ eventId }) => ids.has(eventId))).toBe(true);
});

/** One visitor after the other, each known; every press must be answered. */
function startVisitors() {
  const presses: Press[] = [];
  let stopped = false;
  const loop = (async () => {
    while (!stopped) presses.push(await ring('1-left-another-day'));
  })();
  return {
    get count() {
      return presses.length;
    },
    async stop() {
      stopped = true;
      await loop;
      return presses;
    },
  };
}

async function ring(picture: string): Promise<Press> {
  const answer = await post('/api/doorbell/press', picture);
  expect(answer, answer.body).toMatchObject({ status: 200 });
  return JSON.parse(answer.body) as Press;
}

function enrol(list: 'known' | 'blacklist', name: string, picture: string): Promise<Answer> {
  return post(`/api/faces/${list}?name=${encodeURIComponent(name)}`, picture);
}

function forget(list: 'known' | 'blacklist', name: string): Promise<Answer> {
  return send({
    port: installation.proxyPort,
    path: `/api/faces/${list}/${encodeURIComponent(name)}`,
    method: 'DELETE',
  });
}

function post(path: string, picture: string): Promise<Answer> {
  return send({ port: installation.proxyPort, path, body: readFileSync(join(pictures, `${picture}.jpg`)) });
}

function get(path: string): Promise<Answer> {
  return send({ port: installation.proxyPort, path });
}
