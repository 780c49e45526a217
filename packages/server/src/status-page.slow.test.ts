import { rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from './db/database.ts';
import type { DayReport, StatusReport } from './status-page/report.ts';
import { createAvailabilityStore } from './status-page/store.ts';
import type { Installation, RunningServer } from './testing.ts';
import { freePort, installation, pidsOf } from './testing.ts';

const patience = { timeout: 90_000, interval: 100 };

/** Dies when the file `broken` comes to be, and does not listen before it is gone. */
const service = (broken: string) => `
const { createServer } = require('node:http');
const { existsSync } = require('node:fs');
const isBroken = () => existsSync(${JSON.stringify(broken)});
const server = createServer((request, response) => response.end('ok'));
setInterval(() => {
  if (!isBroken() && !server.listening) server.listen(process.env.PORT, process.env.HOST);
  if (isBroken() && server.listening) process.exit(1);
}, 50);
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
  expect.poll(async () => (await web(server))?.state, patience).toBe(state);
const outagesOfWeb = async (server: RunningServer) =>
  (await reportOf(server)).outages.filter(({ component }) => component === 'Web');

it('tells anybody that the service is up, that it is down, and when it is up again, over a kill -9 too; and nothing of the inside', async () => {
  const place = await home();
  const server = await place.start();
  await untilWebIs('up', server);
  expect((await ask(server, '')).body).toContain('<span class="state up">');
  await expectNotSentAgain(server);

  place.break();
  await untilWebIs('down', server);
  expect((await ask(server, '.rss')).body).toContain('<title>Web is down</title>');
  expect((await reportOf(server)).components[1]?.state).toBe('down');
  await expectNothingInternal(place, server);

  place.mend();
  await untilWebIs('up', server);
  const [outage, ...others] = await outagesOfWeb(server);
  expect([outage, others]).toMatchObject([{ endedAt: expect.any(String) }, []]);
  expect((await ask(server, '.rss')).body).toContain('<title>Web is up again</title>');
  expect(outage?.downSeconds).toBeGreaterThan(0);

  await expectTimeAwayUnknown(place, server);
});

/** Kills the control plane and starts the next one: what was stored is there, and the time between is not taken for up or down. */
async function expectTimeAwayUnknown(place: Installation, first: RunningServer): Promise<void> {
  const db = openDatabase(join(place.stateDir, 'seaworthy.db'));
  onTestFinished(() => db.destroy());
  const stored = async () => {
    const { days } = await createAvailabilityStore(db).read('service', 0);
    return [...days.values()].reduce((sum, { upMs }) => sum + upMs, 0);
  };
  await expect.poll(stored, patience).toBeGreaterThan(0);
  const [before, outages, storedMs] = [await web(first), await outagesOfWeb(first), await stored()];
  const since = before?.days.at(-1)?.date ?? '';
  first.kill('SIGKILL');
  await first.ended;
  const goneAtMs = performance.now();
  expect((await request(place.publicUrl)).statusCode).toBe(200);
  expect((await place.run(['--config-check'])).code).toBe(0);
  const awaySeconds = (performance.now() - goneAtMs) / 1_000;

  const second = await place.start();
  await untilWebIs('up', second);
  const after = await web(second);
  const unknown = (component: typeof after) => sumOf(component?.days, since, ({ unknownSeconds }) => unknownSeconds);
  const down = (component: typeof after) => sumOf(component?.days, since, ({ downSeconds }) => downSeconds);
  // Whole seconds, up or down.
  expect(unknown(after) - unknown(before)).toBeGreaterThanOrEqual(Math.max(1, Math.floor(awaySeconds) - 1));
  expect(down(after) - down(before)).toBeLessThanOrEqual(1);
  // The crash may have lost the outage that was over; it makes none.
  const known = outages.map(({ id }) => id);
  expect((await outagesOfWeb(second)).filter(({ id, endedAt }) => endedAt === null || !known.includes(id))).toEqual([]);
  expect(await stored()).toBeGreaterThanOrEqual(storedMs);
}

/** From that day on: another one may begin meanwhile. */
function sumOf(days: readonly DayReport[] = [], since: string, of: (day: DayReport) => number): number {
  return days.filter(({ date }) => date >= since).reduce((sum, day) => sum + of(day), 0);
}

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
