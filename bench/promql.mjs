// Our PromQL engine beside Debian's Prometheus, in one run, over the same samples.
//
//     npm run build && node bench/promql.mjs [--series 10000] [--rounds 5] [--out FILE]
//
// Both hold an hour of counters scraped every 15 s. Prometheus is asked over HTTP and answers from a block on disk (in the page cache); ours
// is called in its process, once over arrays in memory (the engine alone) and once over our sample store with its disk and log. Rounds are
// interleaved; the figures are the median time and the mean CPU time, which neighbours on the machine disturb less. Ratios are Prometheus'
// by ours: above 1 ours is better. Answers are compared, and the largest
// relative difference is printed. Nothing is asserted. Without Prometheus installed only ours is measured, and that is said.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine, Labels, MemoryStorage } from '../packages/promql/dist/index.js';
import { openStore } from '../packages/promql/dist/storage/index.js';
import { startPrometheus } from './promql-peer/prometheus.mjs';
import { makeSeries, STEP_MS } from './promql-peer/samples.mjs';

const END_MS = 1_699_999_200_000;
const STEPS = 195;
const RATE = 'rate(bench_requests_total[5m])';
const QUESTIONS = {
  'sum of rates, instant': { kind: 'instant', query: `sum(${RATE})` },
  'sum of rates, 195 steps': { kind: 'range', query: `sum(${RATE})` },
  'error ratio by instance, 195 steps': {
    kind: 'range',
    query: `sum by (instance) (rate(bench_requests_total{code="500"}[5m])) / sum by (instance) (${RATE})`,
  },
};

async function main({ series: count, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  const series = makeSeries({ count, samples: 240, endMs: END_MS });
  const peers = [overMemory(series), await overStore(series, join(folder, 'store'))];
  try {
    mkdirSync(join(folder, 'prometheus'));
    const prometheus = await startPrometheus(series, join(folder, 'prometheus'));
    if (prometheus) peers.unshift({ ...prometheus, name: `prometheus ${prometheus.name}` });
    else console.log('prometheus: left out, it is not installed');
    return report(await measure(peers, rounds), count);
  } finally {
    for (const peer of peers) await peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function overMemory(series) {
  const storage = new MemoryStorage();
  for (const { labels, timestamps, values } of series) storage.addArrays(Labels.from(labels), { timestamps, values });
  return { ...asked(storage), name: 'seaworthy, arrays', stop: async () => undefined };
}

async function overStore(series, folder) {
  const store = await openStore({ folder, now: () => END_MS, sync: false });
  const labels = series.map((each) => Labels.from(each.labels));
  for (let at = 0; at < (series[0]?.timestamps.length ?? 0); at++) {
    const appender = store.appender();
    for (const [i, each] of series.entries()) appender.append(labels[i], each.timestamps[at], each.values[at]);
    await appender.commit();
  }
  return { ...asked(store.querier), name: 'seaworthy, store', stop: () => store.close() };
}

function asked(querier) {
  const engine = createEngine();
  return {
    cpuMs: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
    instant: (query, timeMs) => engine.instant(querier, query, timeMs),
    range: (query, startMs, endMs, stepMs) => engine.range(querier, query, startMs, endMs, stepMs),
  };
}

/** [{ question, times: { peer: [ms] }, cpuMs: { peer: ms }, difference }]; the first round only warms up. */
async function measure(peers, rounds) {
  const results = [];
  for (const [question, { kind, query }] of Object.entries(QUESTIONS)) {
    const times = Object.fromEntries(peers.map(({ name }) => [name, []]));
    const cpuMs = Object.fromEntries(peers.map(({ name }) => [name, 0]));
    const answers = [];
    for (let round = 0; round <= rounds; round++) {
      for (const [i, peer] of peers.entries()) {
        const [startedMs, usedMs] = [performance.now(), peer.cpuMs()];
        const ends = kind === 'instant' ? [END_MS] : [END_MS - (STEPS - 1) * STEP_MS, END_MS, STEP_MS];
        answers[i] = await peer[kind](query, ...ends);
        if (round === 0) continue;
        times[peer.name].push(performance.now() - startedMs);
        cpuMs[peer.name] += (peer.cpuMs() - usedMs) / rounds;
      }
    }
    const [first, ...others] = answers.map(numbersOf);
    const difference = Math.max(...others.map((other) => largestDifference(first, other)));
    results.push({ question, times, cpuMs, difference });
  }
  return results;
}

/** All values of an answer, by series and time, of Prometheus' or ours. */
function numbersOf(answer) {
  const series = answer.data
    ? answer.data.result.map(({ metric, value, values }) => [
        metric,
        (values ?? [value]).map(([, text]) => Number(text)),
      ])
    : (answer.series ?? answer.samples).map(({ labels, values, value }) => [
        labels.toRecord(),
        [...(values ?? [value])],
      ]);
  const sorted = series.map(([metric, values]) => [JSON.stringify(Object.entries(metric).sort()), values]);
  return sorted.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, values]) => values);
}

function largestDifference(a, b) {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most, value, i) => Math.max(most, value === b[i] ? 0 : Math.abs(value - b[i]) / Math.abs(value)), 0);
}

function report(results, count) {
  console.log(
    `${count} series, an hour of samples every 15 s; interleaved rounds: median time in ms, mean CPU time in ms`,
  );
  return results.map(({ question, times, cpuMs, difference }) => {
    const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
    const [peer] = Object.keys(medians);
    console.log(`${question}; answers differ by ${difference.toExponential(1)}`);
    for (const [name, ms] of Object.entries(medians)) {
      const beside = (mine, theirs) => `${mine.toFixed(0).padStart(6)} (${(theirs / mine).toFixed(1)}x)`;
      console.log(`  ${name.padEnd(24)}${beside(ms, medians[peer])} CPU ${beside(cpuMs[name], cpuMs[peer])}`);
    }
    return { question, medians, cpuMs, difference };
  });
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const options = { series: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } };
const { out, ...values } = parseArgs({ options: { ...options, out: { type: 'string' } } }).values;
const rows = await main(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)])));
if (out) writeFileSync(out, JSON.stringify(rows));
