// The console in Debian's Chromium, in front of a real control plane with a service under load: what is fetched, when
// something useful and when everything is there, what moves meanwhile, and memory over an hour of live updates.
//
//     npm run build && node bench/console.mjs [--runs 5] [--hour 3600] [--kuma FOLDER]
//
// Each run has a new browser profile: nothing is cached. `--kuma` names an Uptime Kuma beside which the first load is then
// measured: `npm pack uptime-kuma`, unpacked, and in its folder `npm install --omit=dev --legacy-peer-deps --ignore-scripts`.
// Its page is the one with which a new installation begins, an easier one than ours: it has nothing to show yet.
// The hour passes in virtual time, with an event a second as the stream would bring them. Nothing is asserted.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openBrowser } from './console-peer/browser.mjs';
import { startFront } from './console-peer/front.mjs';
import { startKuma } from './console-peer/kuma.mjs';
import { freePort, startService } from './console-peer/service.mjs';

const dist = fileURLToPath(new URL('../packages/console/dist/', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    hour: { type: 'string', default: '3600' },
    kuma: { type: 'string' },
  },
});
const RUNS = Number(flags.runs);

const service = await startService();
const browser = await openBrowser();
try {
  await firstLoads();
  await pages();
  await hour(Number(flags.hour));
} finally {
  await browser.close();
  await service.stop();
}

/** From an empty cache to the overview. */
async function firstLoads() {
  const ours = await median(() => firstLoad(service.url, '.vital-main', service.signIn));
  print('first load', `${kb(ours.bytes)} of files in ${ours.files}, ${kb(ours.packed)} by gzip`);
  printTimes('first load', ours);
  if (flags.kuma === undefined) return;
  const kuma = await startKuma(flags.kuma, await freePort());
  const theirs = await median(() => firstLoad(kuma.url, '#app'));
  await kuma.close();
  print('Uptime Kuma', `${kb(theirs.bytes)} of files in ${theirs.files}, ${kb(theirs.packed)} by gzip`);
  printTimes('Uptime Kuma', theirs);
  print('ratio', `files ${ratio(theirs.packed, ours.packed)}, first paint ${ratio(theirs.painted, ours.painted)}`);
}

function printTimes(name, { painted, useful, interactive, blocked, shift }) {
  print(
    name,
    `first paint ${ms(painted)}, useful ${ms(useful)}, interactive ${ms(interactive)}, blocked ${ms(blocked)}, layout shift ${shift.toFixed(4)}`,
  );
}

/** Useful: what matters is there in words. Interactive: after that, nothing held the page up for a second. */
async function firstLoad(url, useful, signIn) {
  const tab = await browser.tab();
  if (signIn) await signIn(tab.context);
  await tab.watch(useful);
  await tab.page.goto(url);
  const measured = await tab.measured();
  const files = tab.files();
  await tab.close();
  const sum = (weigh) => files.reduce((total, { body }) => total + weigh(body), 0);
  return {
    ...measured,
    files: files.length,
    bytes: sum((body) => body.length),
    packed: sum((body) => gzipSync(body).length),
  };
}

/** What each page brings along that the overview has not brought yet, and its own piece alone. */
async function pages() {
  const names = readdirSync(join(dist, 'assets')).filter(
    (name) => name.endsWith('-page') || /-page-.*\.js$/.test(name),
  );
  for (const name of names.sort()) {
    const packed = gzipSync(readFileSync(join(dist, 'assets', name))).length;
    print('own piece of a page', `${name.replace(/-page-.*/, '').padEnd(14)} ${kb(packed)} by gzip`);
  }
  const overview = await filesOf('/');
  for (const path of await browser.linksOf(service)) {
    const more = [...(await filesOf(path))].filter(([name]) => !overview.has(name));
    const packed = more.reduce((sum, [, body]) => sum + gzipSync(body).length, 0);
    print('beside the overview', `${path.padEnd(14)} ${kb(packed)} by gzip in ${more.length}`);
  }
}

async function filesOf(path) {
  const tab = await browser.tab();
  await service.signIn(tab.context);
  await tab.page.goto(service.url + path);
  await tab.calm();
  const files = new Map(tab.files().map(({ url, body }) => [url, body]));
  await tab.close();
  return files;
}

/** The overview for an hour; heap and nodes after collecting, at the end of each twelfth. */
async function hour(seconds) {
  const front = await startFront(service);
  const tab = await browser.tab();
  await service.signIn(tab.context);
  await tab.page.clock.install();
  await tab.page.goto(front.url);
  await front.opened();
  const samples = [];
  const startMs = Date.now();
  for (let second = 0; second < seconds; second += 5) {
    for (let each = second; each < second + 5; each += 1) front.tell(startMs + each * 1000, each);
    await tab.page.clock.runFor(5000);
    await tab.answered();
    if ((second + 5) % (seconds / 12) < 5) samples.push(await tab.memory());
  }
  const shown = await tab.page.getByText('since the proxy started').innerText();
  await tab.close();
  await front.close();
  const quarter = (from) => samples.slice(from, from + 3).reduce((sum, { heap }) => sum + heap / 3, 0);
  const [first, last] = [quarter(0), quarter(9)];
  print(
    'an hour of updates',
    `${front.told()} events; heap ${mb(first)} in the first quarter, ${mb(last)} in the last: ${(((last - first) / first) * 100).toFixed(1)} %; nodes ${samples[0]?.nodes} to ${samples.at(-1)?.nodes}, listeners ${samples[0]?.listeners} to ${samples.at(-1)?.listeners}`,
  );
  print(
    'an hour of updates',
    `each five minutes ${samples.map(({ heap }) => mb(heap)).join(', ')}; at the end it says: ${shown}`,
  );
}

/** Of each number, over the runs. */
async function median(run) {
  const results = [];
  for (let at = 0; at < RUNS; at += 1) results.push(await run());
  const middle = (key) => results.map((result) => result[key]).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  return Object.fromEntries(Object.keys(results[0]).map((key) => [key, middle(key)]));
}

function ratio(theirs, ours) {
  return `${(theirs / ours).toFixed(1)} times ours`;
}

function kb(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function mb(bytes) {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`;
}

function ms(value) {
  return `${value.toFixed(0)} ms`;
}

function print(name, text) {
  process.stdout.write(`${name.padEnd(22)} ${text}\n`);
}
