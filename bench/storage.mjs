// The sample store: appends a second, bytes per sample on disk, memory for 50,000 series, time of a selection.
//
//     npm run build && node --expose-gc bench/storage.mjs [--series 50000] [--hours 3] [--step 15] [--jitter 2] [--sync]
//
// Virtual time: every series gets a sample every 15 s, with a jitter of up to 2 ms a target, a commit a target (of 100
// series), and `maintain` every five minutes, so that memory is that of a store which has been running for long. Of the
// series, 4 in 10 are counters that grow by whole numbers, 3 in 10 counters that mostly stand still (buckets, errors), 2
// in 10 gauges of whole numbers, 1 in 10 gauges with three decimals. Nothing is asserted.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Labels, Matcher, openStore } from '@seaworthy/promql/storage';

const { values: flags } = parseArgs({
  options: {
    series: { type: 'string', default: '50000' },
    hours: { type: 'string', default: '3' },
    step: { type: 'string', default: '15' },
    jitter: { type: 'string', default: '2' },
    sync: { type: 'boolean', default: false },
  },
});
const SERIES = Number(flags.series);
const STEP_MS = Number(flags.step) * 1000;
const PER_TARGET = 100;
const START_MS = Math.floor(Date.UTC(2026, 0, 1) / 7_200_000) * 7_200_000;
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
const KINDS = {
  'counters, +0 to 99': 0,
  'counters that mostly rest': 4,
  'gauges, whole numbers': 7,
  'gauges, three decimals': 9,
};

try {
  await bench();
  for (const [name, kind] of Object.entries(KINDS)) await density(name, kind);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench() {
  const before = residentBytes();
  let nowMs = START_MS;
  const options = { folder, now: () => nowMs, sync: flags.sync };
  let store = await openStore(options);
  const targets = makeTargets();
  const atStart = residentBytes();
  const ends = START_MS + Number(flags.hours) * 3_600_000;
  const spent = { append: 0, commit: 0, maintain: 0, longest: 0 };
  for (; nowMs < ends; nowMs += STEP_MS) {
    for (const target of targets) await scrape(store, target, nowMs, spent);
    if ((nowMs - START_MS) % 300_000 === 0) {
      const began = performance.now();
      await store.maintain();
      const took = performance.now() - began;
      spent.maintain += took;
      spent.longest = Math.max(spent.longest, took);
    }
  }
  const samples = (Number(flags.hours) * 3_600_000 * SERIES) / STEP_MS;
  print('appended', `${samples} samples of ${SERIES} series, ${flags.hours} h at ${flags.step} s`);
  print(
    'append',
    `${((samples / spent.append) * 1000).toFixed(0)} samples a second of processor time (validated, staged)`,
  );
  print(
    'append and commit',
    `${((samples / (spent.append + spent.commit)) * 1000).toFixed(0)} samples a second of processor time (log written, in chunks, visible)`,
  );
  print('maintain', `${(spent.maintain / 1000).toFixed(1)} s in all, longest ${(spent.longest / 1000).toFixed(1)} s`);
  const stats = store.stats();
  const resident = residentBytes();
  print(
    'memory',
    `${mebibytes(resident - atStart)} for the store, ${Math.round((resident - atStart) / SERIES)} bytes a series (process ${mebibytes(resident)}, ${mebibytes(atStart - before)} of it the bench's labels)`,
  );
  print('in memory', `${stats.samples} samples, chunks ${mebibytes(stats.memory.chunkBytes)}`);
  print(
    'log',
    `${stats.log.segments} segments, ${mebibytes(stats.log.bytes)}, ${(stats.log.bytes / (stats.samples || 1)).toFixed(2)} bytes a sample held`,
  );
  nowMs += 3 * 3_600_000;
  const raw = { tiers: { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity } };
  await store.close();
  const opening = cpuMs();
  store = await openStore({ ...options, ...raw });
  print(
    'start',
    `${((cpuMs() - opening) / 1000).toFixed(2)} s of processor time to read the log of ${store.stats().samples} samples`,
  );
  await selections(store, 'memory', ends - 300_000, ends, ends - 3_600_000);
  await store.maintain();
  print('blocks', perSample(store));
  await selections(store, 'blocks', ends - 300_000, ends, ends - 3_600_000);
  await store.close();
  store = await openStore({ ...options, tiers: { rawMs: 0, minuteMs: Infinity, keepMs: Infinity } });
  await store.maintain();
  print('thinned to 1 m', perSample(store));
  await store.close();
  nowMs += 48 * 3_600_000;
  store = await openStore({ ...options, tiers: { rawMs: 0, minuteMs: 0, keepMs: Infinity } });
  await store.maintain();
  print('thinned to 5 m', perSample(store));
  await store.close();
}

/** Bytes per sample in blocks of an hour, by kind of series, with times that are aligned and with jitter. */
async function density(name, kind) {
  const results = [];
  for (const jitterMs of [0, 2]) {
    const inner = mkdtempSync(join(folder, 'density-'));
    let nowMs = START_MS;
    const tiers = { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity };
    const store = await openStore({ folder: inner, now: () => nowMs, sync: false, tiers });
    const all = makeTargets(1000).map((target) => ({
      ...target,
      series: target.series.map((each) => ({ ...each, kind })),
    }));
    for (; nowMs < START_MS + 7_200_000 - STEP_MS; nowMs += STEP_MS) {
      for (const target of all) await scrape(store, target, nowMs, { append: 0, commit: 0 }, jitterMs);
    }
    nowMs += 86_400_000;
    await store.maintain();
    const { blocks } = store.stats();
    results.push(`${(blocks.bytes / blocks.samples).toFixed(2)} bytes a sample with ${jitterMs} ms of jitter`);
    await store.close();
  }
  print(name, results.join(', '));
}

function perSample(store) {
  const { blocks } = store.stats();
  const each = (blocks.bytes / blocks.samples).toFixed(2);
  return `${each} bytes a sample, index included (${blocks.count} blocks, ${mebibytes(blocks.bytes)}, ${blocks.samples} samples)`;
}

async function selections(store, where, fromMs, toMs, hourMs) {
  const metric = new Matcher('__name__', '=', 'bench_metric_1_total');
  for (const [name, startMs] of [
    ['5 m', fromMs],
    ['1 h', hourMs],
  ]) {
    const times = [];
    let found = [];
    for (let round = 0; round < 5; round++) {
      const began = cpuMs();
      found = await store.querier.select({ matchers: [metric], startMs, endMs: toMs });
      times.push(cpuMs() - began);
    }
    const samples = found.reduce((sum, { timestamps }) => sum + timestamps.length, 0);
    print(
      `select ${name} (${where})`,
      `${Math.min(...times).toFixed(1)} ms of processor time at best, ${times[0].toFixed(1)} ms at first: ${found.length} series, ${samples} samples`,
    );
  }
}

function makeTargets(count = SERIES) {
  return Array.from({ length: Math.ceil(count / PER_TARGET) }, (_, target) => ({
    offsetMs: (target * 7919) % STEP_MS,
    series: Array.from({ length: PER_TARGET }, (_, index) => {
      const kind = index % 10;
      const suffix = kind < 7 ? '_total' : '';
      return {
        kind,
        value: Math.floor(Math.random() * 1e6),
        labels: Labels.from({
          __name__: `bench_metric_${index % 5}${suffix}`,
          instance: `10.0.${target >> 8}.${target & 255}:9100`,
          job: `job-${target % 20}`,
          part: `${index}`,
        }),
      };
    }),
  }));
}

async function scrape(store, target, nowMs, spent, jitterMs = Number(flags.jitter)) {
  for (const series of target.series) step(series);
  const timeMs = nowMs + target.offsetMs + Math.floor(Math.random() * (jitterMs + 1));
  const began = cpuMs();
  const appender = store.appender();
  for (const { labels, value } of target.series) appender.append(labels, timeMs, value);
  const appended = cpuMs();
  await appender.commit();
  spent.append += appended - began;
  spent.commit += cpuMs() - appended;
}

function step(series) {
  const { kind } = series;
  if (kind < 4) series.value += Math.floor(Math.random() * 100);
  else if (kind < 7) series.value += Math.random() < 0.05 ? 1 : 0;
  else if (kind < 9) series.value += Math.floor(Math.random() * 2001) - 1000;
  else series.value = Math.round((series.value + Math.random() - 0.5) * 1000) / 1000;
}

/** Processor time, of all threads: other work on the machine disturbs it little. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function residentBytes() {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

function print(name, text) {
  console.log(`${name.padEnd(22)} ${text}`);
}
