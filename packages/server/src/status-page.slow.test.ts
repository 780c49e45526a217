import { rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from './db/database.ts';
import { DAY_MS, dayOf } from './status-page/day-pieces.ts';
import type { StatusReport } from './status-page/report.ts';
import { createAvailabilityStore } from './status-page/store.ts';
import type { Installation, RunningServer } from './testing.ts';
import { freePort, installation, pidsOf } from './testing.ts';

const patience = { timeout: 30_000, interval: 100 };
/** Two looks, and the page made anew: what the guide promises. */
const SHOWN_WITHIN_MS = 10_000;

/** Ready while its folder has no file `broken`; dies with it, and does not start. */
const service = (broken: string) => `
const { createServer } = require('node:http');
const { existsSync } = require('node:fs');
const isBroken = () => existsSync(${JSON.stringify(broken)});
if (isBroken()) process.exit(1);
createServer((request, response) => response.end('ok')).listen(process.env.PORT, process.env.HOST);
setInterval(() => isBroken() && process.exit(1), 50);
process.on('SIGTERM', () => process.exit(0));
`;

async function home(statusPage = '{title: Shop, components: [{name: Web}, {name: Orders, probe: orders-db-7}]}') {
  const place = await installation();
  const broken = join(place.folder, 'broken');
  writeFileSync(join(place.folder, 'service', 'server.js'), service(broken));
  const closedPort = await freePort();
  const probe = `{name: orders-db-7, kind: tcp, address: "127.0.0.1:${closedPort}", interval: 1s, timeout: 500ms, fall: 1}`;
  place.configure((page) => `${page}metrics: {probes: [${probe}]}\nstatusPage: ${statusPage}\n`);
  return { ...place, closedPort, break: () => writeFileSync(broken, ''), mend: () => rmSync(broken) };
}

/** As anybody asks: without a token, without a cookie. */
async function ask({ record }: RunningServer, form: '' | '.json' | '.rss', headers: Record<string, string> = {}) {
  const answer = await request(`${record.url}/public/status${form}`, { headers });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
}

async function reportOf(server: RunningServer): Promise<StatusReport> {
  return JSON.parse((await ask(server, '.json')).body);
}
const web = async (server: RunningServer) => (await reportOf(server)).components[0];
const untilWebIs = (state: string, server: RunningServer) =>
  expect.poll(async () => (await web(server))?.state, { ...patience, timeout: 60_000 }).toBe(state);

/** A day that begins meanwhile is the one after. */
const notAcrossMidnight = async () => {
  const leftMs = DAY_MS - (Date.now() % DAY_MS);
  if (leftMs < 90_000) await new Promise((resolve) => setTimeout(resolve, leftMs));
};

it('tells anybody that the service is up, soon after it died that it is down, and when it is up again; and nothing of the inside', async () => {
  await notAcrossMidnight();
  const place = await home();
  const server = await place.start();
  await untilWebIs('up', server);
  expect((await ask(server, '')).body).toContain('<span class="state up">');
  await expectNotSentAgain(server);

  place.break();
  await expect
    .poll(async () => (await server.client.call('instances', {})).items[0]?.state, patience)
    .not.toBe('running');
  const diedAt = performance.now();
  await untilWebIs('down', server);
  expect(performance.now() - diedAt).toBeLessThan(SHOWN_WITHIN_MS);
  expect((await ask(server, '.rss')).body).toContain('<title>Web is down</title>');
  expect((await reportOf(server)).components[1]?.state).toBe('down');
  await expectNothingInternal(place, server);

  place.mend();
  // A crash loop is tried again every 30 seconds.
  await untilWebIs('up', server);
  const { outages } = await reportOf(server);
  const ofWeb = outages.filter(({ component }) => component === 'Web');
  expect(ofWeb).toMatchObject([{ endedAt: expect.any(String) }]);
  expect((await ask(server, '.rss')).body).toContain('<title>Web is up again</title>');
  expect(ofWeb[0]?.downSeconds).toBeGreaterThan(0);
});

it('leaves the time unknown in which the control plane was away, also after a kill -9', async () => {
  await notAcrossMidnight();
  const place = await home();
  const first = await place.start();
  await untilWebIs('up', first);
  const today = async (server: RunningServer) => (await web(server))?.days.at(-1);
  const db = openDatabase(join(place.stateDir, 'seaworthy.db'));
  onTestFinished(() => db.destroy());
  const stored = async () =>
    (await createAvailabilityStore(db).read('service', 0)).days.get(dayOf(Date.now()))?.upMs ?? 0;
  await expect.poll(stored, patience).toBeGreaterThan(4_000);
  const [before, storedMs] = [await today(first), await stored()];
  first.kill('SIGKILL');
  await first.ended;
  const goneAt = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 3_000));

  const second = await place.start();
  await untilWebIs('up', second);
  const [after, awaySeconds] = [await today(second), (Date.now() - goneAt) / 1_000];
  const newlyUnknown = (after?.unknownSeconds ?? 0) - (before?.unknownSeconds ?? 0);
  expect(newlyUnknown).toBeGreaterThan(3);
  // The time away, and what a crash may lose.
  expect(newlyUnknown).toBeLessThan(awaySeconds + 65);
  expect(after?.downSeconds).toBe(0);
  expect((await reportOf(second)).outages.filter(({ component }) => component === 'Web')).toEqual([]);
  expect(await stored()).toBeGreaterThanOrEqual(storedMs);
});

it('is nothing at all without the section', async () => {
  const server = await (await installation()).start();
  expect((await ask(server, '')).status).toBe(404);
});

async function expectNothingInternal(
  place: Installation & { closedPort: number },
  server: RunningServer,
): Promise<void> {
  const secrets = await internals(place, server, place.closedPort);
  const told = await everythingTold(server);
  expect(told).toContain('Orders');
  expect(secrets.length).toBeGreaterThan(30);
  expect(secrets.filter((secret) => isToldIn(told, secret))).toEqual([]);
}

async function expectNotSentAgain(server: RunningServer): Promise<void> {
  for (const form of ['', '.json', '.rss'] as const) {
    const again = async () => {
      const { headers } = await ask(server, form);
      expect(headers['cache-control']).toBe('public, max-age=30');
      return (await ask(server, form, { 'if-none-match': String(headers['etag']) })).status;
    };
    await expect.poll(again).toBe(304);
  }
}

/** What must not be told: names, places, numbers and reasons that only the inside knows. */
async function internals({ folder, stateDir, publicUrl }: Installation, server: RunningServer, closedPort: number) {
  const { client, record, token } = server;
  const [{ items: instances }, status, probes, version] = await Promise.all([
    client.call('instances', {}),
    client.call('status', {}),
    client.call('probes', {}),
    client.call('version', {}),
  ]);
  const ofInstances = instances.flatMap(({ id, address, pid }) => [
    id,
    address,
    address.replace(/.*:/, ':'),
    ...(pid === null ? [] : [` ${pid}`]),
  ]);
  const ofProbes = JSON.stringify(probes).match(/connect ECONN[^"]*|orders-db-7/g) ?? [];
  expect(ofProbes.length).toBeGreaterThan(0);
  return [
    ...[
      folder,
      stateDir,
      publicUrl,
      new URL(publicUrl).port,
      String(closedPort),
      'orders-db-7',
      'ECONNREFUSED',
      'exit',
    ],
    ...[token, record.url, new URL(record.url).host, String(record.pid), hostname(), process.version],
    ...['127.0.0.1', 'localhost', '/home', '/tmp', 'server.js', 'node', 'blue', 'green', 'plain', 'seaworthy', 'proxy'],
    ...[
      '1.0.0',
      version.version,
      version.node,
      status.environment,
      'crash',
      'backoff',
      'ready',
      'probe',
      'instance',
      'slot',
    ],
    ...['stack', 'sqlite', 'Error', ...ofInstances, ...ofProbes],
    ...pidsOf(stateDir).map((pid) => ` ${pid}`),
  ];
}

/** Short ones as words of their own: a host may be called "vm". */
function isToldIn(told: string, secret: string): boolean {
  if (secret.length > 4) return told.includes(secret);
  return told.split(/[^A-Za-z0-9:]+/).includes(secret);
}

/** Bodies and headers of all forms and of wrong questions; less what the asker said itself, and what is random. */
async function everythingTold(server: RunningServer): Promise<string> {
  const forms = await Promise.all((['', '.json', '.rss'] as const).map((form) => ask(server, form)));
  const wrong = await Promise.all(
    ['/public/status.xml', '/public/', '/public/status/orders-db', '/public/status.json/..%2f'].map(async (path) => {
      const answer = await request(`${server.record.url}${path}`);
      return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
    }),
  );
  expect([...forms, ...wrong].map(({ status }) => status)).toEqual([200, 200, 200, 404, 404, 404, 404]);
  return [...forms, ...wrong]
    .map(({ headers: { etag: _etag, 'x-request-id': _id, ...headers }, body }) => `${JSON.stringify(headers)}\n${body}`)
    .join('\n')
    .replaceAll(server.record.url, '')
    .replace(/<style>.*?<\/style>/gs, '');
}
