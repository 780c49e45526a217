// Scraping beside Debian's Prometheus, in one run: the same page of so many series, once a second, parsed and stored by both.
//
//     npm run build && node bench/scrape.mjs [--series 10000] [--seconds 30] [--out FILE]
//
// Both scrape the same server at the same time into a store on disk. What counts is the processor time of their processes
// (/proc/<pid>/stat) for the samples taken in: other work on the machine disturbs it little. The parser alone, and with its
// series known, is measured before. Nothing is asserted.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cpuMsOf, residentMb } from './scrape-peer/process.mjs';
import { startPrometheus } from './scrape-peer/prometheus.mjs';

const SCRAPER = fileURLToPath(new URL('scrape-peer/scraper.mjs', import.meta.url));
const dist = (path) => import(new URL(`../packages/server/dist/${path}.js`, import.meta.url).href);
const WARM_UP_SECONDS = 8;
const { values: flags } = parseArgs({
  options: {
    series: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '30' },
    out: { type: 'string' },
  },
});

const rows = await main(Number(flags.series), Number(flags.seconds));
if (flags.out) writeFileSync(flags.out, JSON.stringify(rows));

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
    const ours = fork(SCRAPER, [JSON.stringify({ addresses: [address], folder: join(folder, 'ours') })]);
    children.push(ours);
    await once(ours, 'message');
    const peer = await startPrometheus([address], folder);
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
    return rows;
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

async function countsOfOurs(child) {
  child.send('counts');
  const [{ samples, scrapeMs }] = await once(child, 'message');
  return { samples, scrapeMs, cpuMs: cpuMsOf(child.pid), mb: residentMb(child.pid) };
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
