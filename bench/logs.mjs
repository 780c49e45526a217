// The log store beside the plain tools, in one run: lines a second that are appended beside a bare appendFile of the same
// text; megabytes a second that are searched beside `zgrep` over the same compressed files; what searches cost that need
// not read everything; pauses of the event loop, and memory. What counts is processor time.
//
//     npm run build && node --expose-gc bench/logs.mjs [--megabytes 1000]
//
// Lines are those of the kit's logger, about 350 bytes each, a quarter of them with one of 50,000 trace ids, spread over
// six hours. Nothing is asserted.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs, promisify } from 'node:util';

const { values: flags } = parseArgs({ options: { megabytes: { type: 'string', default: '1000' } } });
const dist = (path) => import(new URL(`../packages/server/dist/${path}.js`, import.meta.url).href);
const { LogStore } = await dist('watch/logs/store/log-store');
const { encodeRecord } = await dist('watch/logs/store/encode');
const { searchLogs } = await dist('watch/logs/search/search');
const { countVolume } = await dist('watch/logs/search/volume');
const { systemClock } = await dist('platform/clock');

const TOTAL = Number(flags.megabytes) * 2 ** 20;
const START_MS = Date.UTC(2026, 0, 1);
const SPAN_MS = 6 * 3_600_000;
const BATCH = 256;
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
const run = promisify(execFile);
const limits = { maxMs: Infinity, monotonicMs: () => performance.now() };
const { signal } = new AbortController();

try {
  const store = await LogStore.open({
    ...{ folder: join(folder, 'store'), clock: systemClock, retentionMs: 7 * 86_400_000, maxBytes: 2 ** 33 },
  });
  await append(store, await bareAppend());
  await searches(store);
  await store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The same text, already made, in writes of the same size. Lines a second of processor time. */
async function bareAppend() {
  const text = Buffer.from(batches(0, 4).flat().map(encodeRecord).join(''));
  const handle = await open(join(folder, 'bare.ndjson'), 'a');
  const began = cpuMs();
  let written = 0;
  for (; written < TOTAL / 4; written += text.length) await handle.write(text);
  const seconds = (cpuMs() - began) / 1000;
  await handle.close();
  rmSync(join(folder, 'bare.ndjson'));
  return Math.round(written / (text.length / (4 * BATCH)) / seconds);
}

async function append(store, bareLines) {
  const made = Array.from({ length: 8 }, (_, at) => batches(at * 40, 40));
  const began = cpuMs();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let lines = 0;
  for (let at = 0; store.segments.reduce((sum, { summary }) => sum + summary.bytes, 0) < TOTAL; at++) {
    for (const batch of made[at % made.length]) {
      const shiftMs = Math.floor((lines / (TOTAL / 300)) * SPAN_MS);
      for (const each of batch) each.timeMs = START_MS + shiftMs;
      while (!store.append(batch)) await store.flush();
      lines += BATCH;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await store.flush({ durably: true });
  const perSecond = Math.round(lines / ((cpuMs() - began) / 1000));
  delay.disable();
  print('appended', `${lines} lines, ${(TOTAL / 2 ** 20).toFixed(0)} MiB of text`);
  print(
    'append',
    `${perSecond} lines a second, compressed on the way; bare appendFile of ready text ${bareLines}: ratio ${(perSecond / bareLines).toFixed(2)}`,
  );
  print(
    'pause of the event loop',
    `99 in 100 under ${(delay.percentile(99) / 1e6).toFixed(1)} ms while appending, the longest ${(delay.max / 1e6).toFixed(1)} ms`,
  );
  await store.maintain();
  print('on disk', `${(store.bytes / 2 ** 20).toFixed(0)} MiB, ${store.segments.length} segments`);
}

async function searches(store) {
  const bytes = store.segments.reduce((sum, { summary }) => sum + summary.bytes, 0);
  const ask = (filter, over = {}) =>
    searchLogs(store, { filter, order: 'newest', limit: 200, ...over }, limits, signal);
  const all = await timed('text that is nowhere', () => ask({ text: 'zebra crossing' }));
  const zgrep = await cpuOf("zgrep -ci 'zebra crossing' *.gz", join(folder, 'store'));
  const rate = (ms) => `${(bytes / 2 ** 20 / (ms / 1000)).toFixed(0)} MiB`;
  print('beside zgrep -i', `ours ${rate(all)} a second, zgrep ${rate(zgrep)}: ratio ${(zgrep / all).toFixed(2)}`);
  await timed('field, every line parsed', () => ask({ fields: [{ path: 'durationMs', operator: '>', value: '1e9' }] }));
  await timed('regular expression', () => ask({ pattern: 'zebra [a-z]+ing$' }));
  await timed('ten minutes of six hours', () =>
    ask({ text: 'zebra crossing' }, { sinceMs: START_MS + SPAN_MS / 2, untilMs: START_MS + SPAN_MS / 2 + 600_000 }),
  );
  await timed('the newest 200 lines', () => ask({}));
  await timed('the newest 200 errors', () => ask({ level: 'error' }));
  await timed('a trace', () => ask({ trace: traceOf(40 * BATCH * 3) }));
  const range = { sinceMs: START_MS, untilMs: START_MS + SPAN_MS, buckets: 60 };
  await timed('volume, from counts', () => countVolume(store, { filter: {}, ...range }, limits, signal));
  await timed('volume of a text', () => countVolume(store, { filter: { text: 'stored' }, ...range }, limits, signal));
}

/** Processor time of a shell command and its children. */
async function cpuOf(command, cwd) {
  const timed = `TIMEFORMAT='%U %S'; time { ${command} > /dev/null || true; }`;
  const { stderr } = await run('bash', ['-c', timed], { cwd });
  return stderr
    .trim()
    .split(' ')
    .reduce((sum, seconds) => sum + Number(seconds) * 1000, 0);
}

async function timed(name, work) {
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [began, cpu] = [performance.now(), cpuMs()];
  const { scanned, records } = await work();
  const [ms, spent] = [performance.now() - began, cpuMs() - cpu];
  delay.disable();
  const found = records === undefined ? '' : `${records.length} found, `;
  const resident = (process.memoryUsage().rss / 2 ** 20).toFixed(0);
  const pauses = `pauses 99 in 100 under ${(delay.percentile(99) / 1e6).toFixed(1)} ms, longest ${(delay.max / 1e6).toFixed(1)} ms`;
  print(
    name,
    `${spent.toFixed(0)} ms of processor time (${ms.toFixed(0)} ms passed), ${found}${(scanned.bytes / 2 ** 20).toFixed(0)} MiB read; ${pauses}; process ${resident} MiB`,
  );
  return spent;
}

/** Of all threads: other work on the machine disturbs it little. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function batches(from, count) {
  return Array.from({ length: count }, (_, at) =>
    Array.from({ length: BATCH }, (_, index) => lineOf((from + at) * BATCH + index)),
  );
}

function lineOf(number) {
  const traceId = number % 4 === 0 ? traceOf(number) : undefined;
  const context = {
    correlationId: `c-${(number * 2_654_435_761) >>> 0}`,
    stage: ['detect', 'recognise', 'store'][number % 3],
  };
  return {
    ...{ timeMs: START_MS, service: 'doorbell', instance: `doorbell-blue-${number % 3}-abcdef` },
    level: number % 500 === 0 ? 'error' : number % 50 === 0 ? 'warn' : 'info',
    message: `request ${number} ${number % 5 === 0 ? 'was stored' : 'was answered'}`,
    fields: {
      ...{ logger: 'doorbell.pipeline', context, pid: 4711, method: 'GET', path: `/api/events/${number}`, status: 200 },
      durationMs: ((number * 7919) % 100_000) / 1000,
    },
    ...(traceId === undefined ? {} : { traceId }),
  };
}

function traceOf(number) {
  const id = Math.floor(number / 40) % 50_000;
  return [1, 2, 3, 4].map((part) => (Math.imul(id + part, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')).join('');
}

function print(name, text) {
  console.log(`${name.padEnd(26)} ${text}`);
}
