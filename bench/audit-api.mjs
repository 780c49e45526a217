// What a request of the control plane costs beside the same answer from a bare Fastify route, and how much of that is the audit
// trail: changing requests, every one of them recorded and on disk before its answer, and requests that only read.
//
//     npm run build && node bench/audit-api.mjs [--requests 500] [--rounds 12] [--connections 1,16]
//
// Three processes: the control plane's own HTTP server (its guard, database and idempotency), the same one that records nothing,
// and Fastify with the two routes alone. They take turns in many short rounds; the handlers do nothing, so that the factor is
// the worst there is. The figure is the processor time of all threads of the server's process for a request
// (/proc/<pid>/task/*/schedstat, in nanoseconds), and what counts is its factor within a round: a busy machine slows all
// three alike. Requests a second are printed beside it; they are also the disk's and the neighbours'. Medians; nothing is
// asserted.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createHealth, createLogger, createMetrics } from '@seaworthy/kit';
import { Agent, request } from 'undici';

const self = fileURLToPath(import.meta.url);
const dist = (path) => import(new URL(`../packages/server/dist/${path}`, import.meta.url));

const answers = { change: { needsRestart: [] }, read: { version: '0', node: process.version } };
const routes = { change: ['POST', '/api/v1/config/reload'], read: ['GET', '/api/v1/version'] };
const variants = {
  recorded: (folder) => serve(folder, true),
  unrecorded: (folder) => serve(folder, false),
  bare: serveBare,
};

const [variant, folder] = process.argv.slice(2);
if (variant in variants) {
  process.send(await variants[variant](folder));
  process.once('disconnect', () => process.exit());
} else await main();

async function main() {
  const { values } = parseArgs({
    options: {
      requests: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '12' },
      connections: { type: 'string', default: '1,16' },
    },
  });
  const [requests, rounds] = [Number(values.requests), Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-audit-'));
  const servers = await Promise.all(Object.keys(variants).map((name) => started(name, join(folder, name))));
  try {
    const rows = [];
    for (const connections of values.connections.split(',').map(Number)) {
      for (const kind of Object.keys(routes)) rows.push(await row({ servers, kind, connections, requests, rounds }));
    }
    console.table(rows);
  } finally {
    for (const { child } of servers) child.kill();
    rmSync(folder, { recursive: true });
  }
}

async function started(name, folder) {
  const child = fork(self, [name, folder]);
  const [told] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof told !== 'object') throw new Error(`the ${name} server ended with ${told}`);
  return { name, child, ...told };
}

async function row({ servers, kind, connections, requests, rounds }) {
  const seen = Object.fromEntries(servers.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const server of servers) {
      const result = await loaded(server, { kind, connections, requests });
      if (round > 0) seen[server.name].push(result); // the first round only warms up
    }
  }
  const usedUs = (name) => seen[name].map((result) => result.usedUs);
  const perSecond = (name) => Math.round(median(seen[name].map((result) => result.perSecond)));
  const factor = (name) => median(usedUs(name).map((us, round) => us / usedUs('bare')[round])).toFixed(1);
  return {
    connections,
    kind,
    'recorded, CPU µs': Math.round(median(usedUs('recorded'))),
    'not recorded, CPU µs': Math.round(median(usedUs('unrecorded'))),
    'bare Fastify, CPU µs': Math.round(median(usedUs('bare'))),
    'recorded / bare': factor('recorded'),
    'not recorded / bare': factor('unrecorded'),
    'recorded, a second': perSecond('recorded'),
    'bare, a second': perSecond('bare'),
  };
}

/** So many lanes, each with its own connection, share the requests. */
async function loaded({ child, url, authorization }, { kind, connections, requests }) {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const [method, path] = routes[kind];
  let left = requests;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const { statusCode, body } = await request(url + path, { method, headers: { authorization }, dispatcher });
      const text = await body.text();
      if (statusCode !== 200 || text !== JSON.stringify(answers[kind])) throw new Error(`${statusCode}: ${text}`);
    }
  };
  const [usedBeforeUs, startedMs] = [cpuUsOf(child.pid), performance.now()];
  await Promise.all(Array.from({ length: connections }, lane));
  const [usedUs, passedMs] = [cpuUsOf(child.pid) - usedBeforeUs, performance.now() - startedMs];
  await dispatcher.close();
  return { usedUs: usedUs / requests, perSecond: (requests * 1000) / passedMs };
}

/** The control plane's own HTTP server over handlers that do nothing. */
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
  const keysFolder = join(folder, 'keys');
  mkdirSync(keysFolder, { recursive: true });
  const database = openDatabase(join(folder, 'seaworthy.db'));
  await migrate(database, { now: Date.now });
  const access = await createAccess({
    ...{ database, clock: systemClock, random: systemRandom, tokenFile: join(keysFolder, 'cli.token') },
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
  const trail = isAudited
    ? await createAuditTrail({
        ...{ folder: join(folder, 'audit'), keysFolder, service: 'bench', config, clock: systemClock, metrics },
        report: (error) => console.error(error),
      })
    : { ensureWritable: async () => {}, record: async () => {}, note: () => {}, stop: async () => {} };
  const server = await createHttpServer({
    ...{ access, audit: trail, clock: systemClock, metrics, health: createHealth(), version: '0' },
    handlers: { reloadConfig: () => answers.change, version: () => answers.read },
    auditExport: () => Promise.reject(new Error('not here')),
    idempotency: createIdempotency(database, systemClock),
    logger: createLogger({ name: 'bench', level: 'error' }),
    proxyMetrics: async () => '',
    ...{ listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [], consoleDir: undefined },
  });
  return { url: await server.listen(), authorization: `Bearer ${token}` };
}

async function serveBare() {
  const { fastify } = createRequire(new URL('../packages/server/package.json', import.meta.url))('fastify');
  const app = fastify();
  for (const [kind, [method, url]] of Object.entries(routes))
    app.route({ method, url, handler: async () => answers[kind] });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), authorization: 'Bearer none' };
}

/** Of the threads that live: Node's pool keeps its own. */
function cpuUsOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = (thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return threads.reduce((sum, thread) => sum + nanoseconds(thread), 0) / 1000;
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1];
}
