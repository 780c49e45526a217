// Scraping beside Debian's Prometheus, in one run: the same page of so many series, once a second, parsed and stored by both.
//
//     npm run build && node bench/scrape.mjs [--series 10000] [--seconds 15]
//
// Both scrape the same server at the same time into a store on disk. What counts is the processor time of their processes
// (/proc/<pid>/stat) for the samples taken in: other work on the machine disturbs it little. The parser alone, and with its
// series known, is measured before. Nothing is asserted.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore } from '@seaworthy/promql/storage';
import { Agent, request } from 'undici';

const SELF = fileURLToPath(import.meta.url);
const dist = (path) => import(new URL(`../packages/server/dist/${path}.js`, import.meta.url).href);
const TICKS_PER_SECOND = 100;
const WARM_UP_SECONDS = 4;
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { series: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '15' } },
});

if (positionals[0] === 'scraper') await scrape(positionals[1], positionals[2]);
else await main(Number(flags.series), Number(flags.seconds));

async function main(series, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  const children = [];
  const pages = Array.from({ length: 8 }, (_, round) => pageOf(series, round));
  await parserAlone(pages, series);
  let served = 0;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(pages[served++ % pages.length]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `127.0.0.1:${server.address().port}`;
  try {
    const ours = fork(SELF, ['scraper', address, join(folder, 'ours')]);
    children.push(ours);
    const peer = await startPrometheus(address, folder);
    if (peer) children.push(peer.child);
    else console.log('prometheus is not installed: ours alone');
    await delay(WARM_UP_SECONDS * 1_000);
    const before = await Promise.all([countsOfOurs(ours), peer?.counts()]);
    await delay(seconds * 1_000);
    const after = await Promise.all([countsOfOurs(ours), peer?.counts()]);
    const names = ['seaworthy', 'prometheus'];
    const rows = names.flatMap((name, index) => (after[index] ? [row(name, before[index], after[index])] : []));
    console.table(rows);
    const [own, others] = rows.map((each) => each['samples per CPU second']);
    if (others)
      console.log(`ours ${(own / others).toFixed(2)} of Prometheus = 1.0 (samples per CPU second, higher is better)`);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    await delay(200);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counters that grow, of handlers and codes, as services have them. */
function pageOf(series, round) {
  const lines = ['# HELP http_requests_total Requests.', '# TYPE http_requests_total counter'];
  for (let index = 0; index < series; index++) {
    const labels = `code="${200 + (index % 5)}",handler="/api/v1/resource/${index}",method="GET",zone="eu-west-1"`;
    lines.push(`http_requests_total{${labels}} ${index * 3 + round * (index % 7)}`);
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

async function parserAlone(pages, series) {
  const parts = [
    'exposition/body-lines',
    'exposition/format',
    'exposition/series-text',
    'series-cache',
    'page-collector',
  ];
  const [{ BodyLines }, { createParser }, { readSeries }, { SeriesCache }, { PageCollector }] = await Promise.all(
    parts.map((name) => dist(`watch/samples/${name}`)),
  );
  let known;
  const timesMs = Array.from({ length: 20 }, (_, round) => {
    const cache = round < 10 ? new SeriesCache(readSeries) : known;
    known = cache;
    const started = process.cpuUsage();
    const body = new BodyLines(
      createParser('text', new PageCollector(cache, { honorTimestamps: true, sampleLimit: 0 })),
    );
    body.push(pages[round % pages.length]);
    body.end();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000;
  });
  const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)].toFixed(1);
  console.log(
    `a page of ${series} series, ${(pages[0].length / 2 ** 20).toFixed(2)} MiB: parsed in ${median(timesMs.slice(0, 10))} ms of CPU`,
  );
  console.log(`                          with its series known: ${median(timesMs.slice(10))} ms of CPU`);
}

/** Runs in a process of its own: the scraper as the control plane has it, into the store. */
async function scrape(address, folder) {
  const [{ Scraper }, { staticTargets }, { OwnHealth }, { systemClock }] = await Promise.all(
    ['watch/samples/scraper', 'watch/samples/targets/discovery', 'watch/self/own-health', 'platform/clock'].map(dist),
  );
  const store = await openStore({ folder, now: Date.now });
  const rules = { relabel: [], metricRelabel: [], params: {} };
  const limits = { honorLabels: false, honorTimestamps: true, sampleLimit: 0, bodySizeLimitBytes: 0 };
  const job = {
    job: 'bench',
    scheme: 'http',
    path: '/metrics',
    intervalMs: 1_000,
    timeoutMs: 1_000,
    ...rules,
    ...limits,
  };
  const ownHealth = new OwnHealth({ clock: systemClock });
  let samples = 0;
  const appender = () => {
    const batch = store.appender();
    return {
      append: (labels, timestampMs, value) => {
        samples++;
        return batch.append(labels, timestampMs, value);
      },
      own: (labels) => batch.own(labels),
      commit: () => batch.commit(),
    };
  };
  const report = ({ message, error }) => console.log('problem:', message, error ?? '');
  const options = { clock: systemClock, dispatcher: new Agent(), appender, ownHealth, report };
  const scraper = new Scraper([staticTargets(job, [{ targets: [address], labels: {} }])], options);
  void ownHealth.run();
  void scraper.run();
  process.on('message', () => {
    const [{ lastDurationMs }] = scraper.targets();
    process.send({ samples, scrapeMs: lastDurationMs });
  });
}

async function countsOfOurs(child) {
  child.send('counts');
  const [{ samples, scrapeMs }] = await once(child, 'message');
  return { samples, scrapeMs, cpuMs: cpuMsOf(child.pid), mb: residentMb(child.pid) };
}

async function startPrometheus(address, folder) {
  const jobs = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'bench', static_configs: [{ targets: [address] }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(jobs));
  const port = await freePort();
  const files = [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'theirs')}`];
  const child = spawn('prometheus', [...files, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error']);
  const isMissing = await Promise.race([once(child, 'error').then(() => true), once(child, 'spawn').then(() => false)]);
  if (isMissing) return undefined;
  const ask = async (query) => {
    const { body } = await request(`http://127.0.0.1:${port}/api/v1/query?${new URLSearchParams({ query })}`);
    return Number((await body.json()).data.result[0]?.value[1] ?? 0);
  };
  const counts = async () => ({
    samples: await ask('sum(sum_over_time(scrape_samples_scraped[1h]))'),
    scrapeMs: (await ask('scrape_duration_seconds')) * 1_000,
    cpuMs: cpuMsOf(child.pid),
    mb: residentMb(child.pid),
  });
  return { child, counts };
}

function row(name, before, after) {
  const [samples, cpuMs] = [after.samples - before.samples, after.cpuMs - before.cpuMs];
  return {
    scraper: name,
    samples,
    'CPU ms': cpuMs,
    'samples per CPU second': Math.round((samples * 1_000) / cpuMs),
    'last scrape ms': Math.round(after.scrapeMs),
    MB: after.mb,
  };
}

function cpuMsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}

function residentMb(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}

async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
