// What the audit trail costs: changing requests per second over HTTP with every one of them recorded, durable before its
// answer, beside the same server that records nothing. A request that only reads is measured too: it writes no entry.
//
//     npm run build && node bench/audit-api.mjs [--seconds 4] [--rounds 3] [--connections 1,8,32]
//
// The two take turns in each round; medians are printed, and recorded as a share of unrecorded. The load comes from a
// thread of its own. The handler does nothing, so that the share is the worst there is. Nothing is asserted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createHealth, createLogger, createMetrics } from '@seaworthy/kit';
import { Agent, request } from 'undici';

const dist = (path) => import(new URL(`../packages/server/dist/${path}`, import.meta.url));

if (isMainThread) await measure();
else await load(workerData);

async function measure() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '1,8,32' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-audit-'));
  const servers = { on: await serve(folder, true), off: await serve(folder, false) };
  const rows = [];
  for (const connections of values.connections.split(',').map(Number)) {
    for (const kind of ['change', 'read']) {
      const seen = { on: [], off: [] };
      for (let round = 0; round < Number(values.rounds); round += 1) {
        for (const which of round % 2 === 0 ? ['on', 'off'] : ['off', 'on']) {
          const { url, authorization } = servers[which];
          seen[which].push(await loaded({ url, authorization, kind, connections, seconds: Number(values.seconds) }));
        }
      }
      const [on, off] = [median(seen.on), median(seen.off)];
      rows.push({
        connections,
        kind,
        'recorded, a second': Math.round(on),
        'not recorded, a second': Math.round(off),
        share: `${((100 * on) / off).toFixed(0)} %`,
      });
    }
  }
  console.table(rows);
  for (const { close } of Object.values(servers)) await close();
  rmSync(folder, { recursive: true });
}

/** The control plane's own HTTP server, with its guard, database and idempotency, over a handler that does nothing. */
async function serve(folder, isAudited) {
  const [{ createHttpServer }, { createAccess }, { createIdempotency }] = await Promise.all([
    dist('http/server.js'),
    dist('access/access.js'),
    dist('access/idempotency.js'),
  ]);
  const [{ openDatabase }, { migrate }, { systemClock }] = await Promise.all([
    dist('db/database.js'),
    dist('db/migrate.js'),
    dist('platform/clock.js'),
  ]);
  const [{ systemRandom }, { defaultAccessPolicy }, { createAuditTrail }] = await Promise.all([
    dist('access/secret.js'),
    dist('access/policy.js'),
    dist('audit/audit-trail.js'),
  ]);
  const own = join(folder, isAudited ? 'on' : 'off');
  const keysFolder = join(own, 'keys');
  const { mkdirSync } = await import('node:fs');
  mkdirSync(keysFolder, { recursive: true });
  const database = openDatabase(join(own, 'seaworthy.db'));
  await migrate(database, { now: Date.now });
  const tokenFile = join(keysFolder, 'cli.token');
  const access = await createAccess({
    ...{ database, clock: systemClock, random: systemRandom, tokenFile },
    policy: { ...defaultAccessPolicy, changesPerMinute: 1_000_000_000 },
  });
  const token = await access.ensureToken(join(keysFolder, 'bench.token'), {
    name: 'bench',
    permissions: ['config:write', 'service:read'],
  });
  const day = 86_400_000;
  const config = {
    ...{ retentionMs: 90 * day, minimumMs: 90 * day, maxBytes: 2 ** 40, criticalFile: true },
    checkpoints: { intervalMs: 60_000, sinks: [] },
  };
  const metrics = createMetrics();
  const report = (error) => console.error(error);
  const trail = isAudited
    ? await createAuditTrail({
        folder: join(own, 'audit'),
        keysFolder,
        service: 'bench',
        config,
        clock: systemClock,
        metrics,
        report,
      })
    : { ensureWritable: async () => {}, record: async () => {}, note: () => {}, stop: async () => {} };
  const server = await createHttpServer({
    ...{ access, audit: trail, clock: systemClock, metrics, health: createHealth(), version: '0' },
    handlers: { reloadConfig: () => ({ needsRestart: [] }), version: () => ({ version: '0', node: process.version }) },
    auditExport: () => Promise.reject(new Error('not here')),
    idempotency: createIdempotency(database, systemClock),
    logger: createLogger({ name: 'bench', level: 'error' }),
    proxyMetrics: async () => '',
    ...{ listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [], consoleDir: undefined },
  });
  const url = await server.listen();
  const close = async () => {
    await server.close();
    await trail.stop();
    await database.destroy();
  };
  return { url, authorization: `Bearer ${token}`, close };
}

function loaded(job) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** So many lanes, each with its own connection; answers a second. */
async function load({ url, authorization, kind, connections, seconds }) {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const [method, path] = kind === 'change' ? ['POST', '/api/v1/config/reload'] : ['GET', '/api/v1/version'];
  let answers = 0;
  const until = performance.now() + seconds * 1000;
  const lane = async () => {
    while (performance.now() < until) {
      const { statusCode, body } = await request(url + path, { method, headers: { authorization }, dispatcher });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`${statusCode}: ${text}`);
      answers += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  parentPort.postMessage(answers / ((performance.now() - startedAt) / 1000));
  await dispatcher.close();
}

function median(numbers) {
  return [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)];
}
