// `npm run measured`: runs the benchmarks that the README quotes and writes their figures into it, between its two marks.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ready, root, run } from './steps.mjs';

const marks = ['<!-- bench -->', '<!-- /bench -->'];
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-measured-'));

await ready();
const proxies = await figures('proxy');
const deployment = await figures('deploy');
const [scrapes, memory, queries] = [await figures('scrape'), await figures('memory'), await figures('promql')];
rmSync(folder, { recursive: true, force: true });

const names = { seaworthy: 'Seaworthy', caddy: 'Caddy', haproxy: 'HAProxy', 'http-proxy': 'http-proxy (npm)' };
const lines = [
  `On ${cpus().length} cores with Node ${process.version}, by \`npm run measured\`; each proxy with one worker, in one run:`,
  '',
  '| | CPU for a request | per core, Caddy = 1 | failed |',
  '|---|---|---|---|',
  ...proxies.map(
    (row) => `| ${names[row.proxy]} | ${row['CPU µs/request']} µs | ${row['per core (Caddy = 1)']} | ${row.failed} |`,
  ),
  '',
  ...besidePrometheus(),
  `A deployment costs ${deployment.overheadMs} ms beside the service's own start. Memory at rest: ${deployment.memory.map(({ process: name, MB }) => `${name} ${MB} MB`).join(', ')}.`,
];
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [before, after] = [readme.indexOf(marks[0]), readme.indexOf(marks[1])];
if (before < 0 || after < before) throw new Error(`README.md has no place between ${marks.join(' and ')}.`);
writeFileSync(
  join(root, 'README.md'),
  `${readme.slice(0, before)}${marks[0]}\n${lines.join('\n')}\n${readme.slice(after)}`,
);

/** Nothing where Prometheus is not installed. */
function besidePrometheus() {
  if (scrapes.length < 2 || memory.length < 2 || Object.keys(queries[0].cpuMs).length < 3) return [];
  const figure = (value, unit) => `${value.toLocaleString('en')} ${unit}`.trimEnd();
  const row = (what, ours, theirs, unit) => `| ${what} | ${figure(ours, unit)} | ${figure(theirs, unit)} |`;
  const [perSecond, perSample] = ['samples per CPU second', 'bytes a sample on disk'];
  const questions = queries.map(({ question, cpuMs }) => {
    const [theirs, , ours] = Object.values(cpuMs).map(Math.round);
    return row(`CPU for the ${question}, 10,000 series`, ours, theirs, 'ms');
  });
  return [
    '| | Seaworthy | Prometheus (Debian) |',
    '|---|---|---|',
    row('samples scraped and stored in a second of CPU', scrapes[0][perSecond], scrapes[1][perSecond], ''),
    row('memory for 50,000 series', memory[0]['resident MB'], memory[1]['resident MB'], 'MB'),
    row('a sample on disk', memory[0][perSample], memory[1][perSample], 'bytes'),
    ...questions,
    '',
  ];
}

async function figures(name) {
  const file = join(folder, `${name}.json`);
  const { code } = await run(process.execPath, [join('bench', `${name}.mjs`), '--out', file]);
  if (code !== 0) throw new Error(`bench/${name}.mjs ended with ${code}.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
