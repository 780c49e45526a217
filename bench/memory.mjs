// Memory and disk for 50,000 series, beside Debian's Prometheus, in one run: both scrape the same pages, keep the samples, and
// evaluate the same rules.
//
//     npm run build && node bench/memory.mjs [--series 50000] [--targets 50] [--scrapes 120] [--out FILE]
//
// Scraped once a second instead of every 15 s: what counts for memory is how many series and samples are held, and half an hour
// of samples is then there after two minutes. At the end both make blocks of what they hold: bytes a sample on disk, index
// included. Of the series, 4 in 10 are counters that grow, 3 in 10 counters that mostly rest, 2 in 10 gauges of whole numbers, 1
// in 10 gauges with three decimals. Nothing is asserted.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { residentMb } from './scrape-peer/process.mjs';
import { startPrometheus } from './scrape-peer/prometheus.mjs';

const SCRAPER = fileURLToPath(new URL('scrape-peer/scraper.mjs', import.meta.url));
const RULES = {
  groups: [
    {
      name: 'bench',
      rules: [
        { record: 'part:bench_0:rate1m', expr: 'sum by (part) (rate(bench_0_total[1m]))' },
        { alert: 'Resting', expr: 'rate(bench_4_total[1m]) > 50', for: '1m' },
      ],
    },
  ],
};
const { values: flags } = parseArgs({
  options: {
    series: { type: 'string', default: '50000' },
    targets: { type: 'string', default: '50' },
    scrapes: { type: 'string', default: '120' },
    out: { type: 'string' },
  },
});

const rows = await main(Number(flags.series), Number(flags.targets), Number(flags.scrapes));
if (flags.out) writeFileSync(flags.out, JSON.stringify(rows));

async function main(series, targets, scrapes) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  const ruleFile = join(folder, 'rules.yml');
  writeFileSync(ruleFile, JSON.stringify(RULES));
  mkdirSync(join(folder, 'ours'));
  const servers = await Promise.all(Array.from({ length: targets }, () => serve(makeSeries(series / targets))));
  const addresses = servers.map((server) => `127.0.0.1:${server.address().port}`);
  const children = [];
  try {
    const ours = fork(SCRAPER, [JSON.stringify({ addresses, folder: join(folder, 'ours'), ruleFile })]);
    children.push(ours);
    const ask = async (question) => {
      ours.send(question);
      const [answer] = await once(ours, 'message');
      return answer;
    };
    const failed = once(ours, 'exit').then(() => Promise.reject(new Error('the scraper ended')));
    await Promise.race([once(ours, 'message'), failed]);
    failed.catch(() => {});
    const peer = await startPrometheus(addresses, folder, [ruleFile]);
    if (peer) children.push(peer.child);
    else console.log('prometheus is not installed: ours alone');
    await delay(scrapes * 1_000);
    const [own, others] = [await ask('counts'), await peer?.counts()];
    const held = [residentMb(ours.pid), peer && residentMb(peer.child.pid)];
    const disk = [(await ask('seal')).bytesPerSample, await peer?.bytesPerSample()];
    const rows = [
      row('seaworthy', own, held[0], disk[0]),
      ...(peer ? [row('prometheus', others, held[1], disk[1])] : []),
    ];
    console.table(rows);
    return rows;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await delay(200);
    rmSync(folder, { recursive: true, force: true });
  }
}

function row(name, { samples }, mb, bytesPerSample) {
  return { name, samples, 'resident MB': mb, 'bytes a sample on disk': Number(bytesPerSample.toFixed(2)) };
}

/** A page that grows with time, not with scrapes: whoever asks at the same time sees the same. */
async function serve(all) {
  let [page, madeAt] = ['', 0];
  const server = createServer((_, response) => {
    const second = Math.floor(Date.now() / 1_000);
    if (second !== madeAt) {
      page = pageOf(all);
      madeAt = second;
    }
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function makeSeries(count) {
  return Array.from({ length: count }, (_, index) => ({
    kind: index % 10,
    text: `bench_${index % 10}${index % 10 < 7 ? '_total' : ''}{part="${Math.floor(index / 10)}",method="GET",zone="eu-west-1"}`,
    value: Math.floor(Math.random() * 1e6),
  }));
}

function pageOf(all) {
  const lines = all.map((series) => {
    step(series);
    return `${series.text} ${series.value}\n`;
  });
  return lines.join('');
}

function step(series) {
  const { kind } = series;
  if (kind < 4) series.value += Math.floor(Math.random() * 100);
  else if (kind < 7) series.value += Math.random() < 0.05 ? 1 : 0;
  else if (kind < 9) series.value += Math.floor(Math.random() * 2001) - 1000;
  else series.value = Math.round((series.value + Math.random() - 0.5) * 1000) / 1000;
}
