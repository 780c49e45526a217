// The trace store beside bare SQLite, in one run: spans a second that are stored; memory under a flood; the longest turn
// of the event loop; what a search and the statistics take.
//
//     npm run build && node --expose-gc bench/traces.mjs [--spans 200000] [--flood 20] [--out FILE]
//
// Bare SQLite: the same file mode (WAL, synchronous = NORMAL), one row a span with its ids, times, name and the same JSON,
// indexed by trace, in transactions of 500. Ours limits, samples, journals where it must, and indexes by time and by
// attribute. Spans come in batches of 512 as an OTLP receiver hands them on. What counts is processor time. Nothing is
// asserted.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createMetrics } from '@seaworthy/kit/metrics';

const { values: flags } = parseArgs({
  options: {
    spans: { type: 'string', default: '200000' },
    flood: { type: 'string', default: '20' },
    out: { type: 'string' },
  },
});
const dist = (path) => import(new URL(`../packages/server/dist/${path}.js`, import.meta.url).href);
const Sqlite = createRequire(new URL('../packages/server/package.json', import.meta.url))('better-sqlite3');
const { openTraceStore } = await dist('watch/traces/trace-store');
const { spanText } = await dist('watch/traces/span-text');
const { systemClock } = await dist('platform/clock');

const BATCH = 512;
const SPANS_PER_TRACE = 8;
const limits = {
  ...{ retentionMs: 86_400_000, maxBytes: 256 * 2 ** 20, quietMs: 10_000, longestMs: 60_000 },
  sampling: { ratio: 1, slowMs: 1000, errors: true },
  ...{ spansPerTrace: 5000, pendingBytes: 8 * 2 ** 20 },
  span: { attributes: 128, valueLength: 4096, events: 128, links: 128, spanLength: 65_536 },
};
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
const rows = [];

try {
  const count = Number(flags.spans);
  const bare = bareInserts(count);
  print('bare SQLite', bare);
  for (const ratio of [1, 0.1]) {
    const ours = await stored(count, ratio);
    print(`ours, ratio ${ratio}`, { ...ours, timesBare: round(ours.spansPerSecond / bare.spansPerSecond) });
  }
  print('reading', await reading());
  print('flood', await flood(Number(flags.flood)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (flags.out) writeFileSync(flags.out, JSON.stringify(rows));

function bareInserts(count) {
  const db = new Sqlite(join(folder, 'bare.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`create table span (n integer primary key, trace text, id text, parent text, service text, name text,
    start integer, duration integer, error integer, rest text); create index by_trace on span (trace)`);
  const insert = db.prepare('insert into span values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const store = db.transaction((spans) => {
    for (const span of spans) {
      const us = Number(span.startUnixNano / 1000n);
      const took = Number(span.endUnixNano - span.startUnixNano);
      const { traceId, spanId, parentSpanId = null, service, name, status } = span;
      const error = status === 'error' ? 1 : 0;
      insert.run(traceId, spanId, parentSpanId, service, name, us, took, error, spanText(span, undefined));
    }
  });
  let spent = 0;
  for (const spans of batches(count, Date.now() - 1000)) {
    const began = process.cpuUsage();
    store(spans);
    spent += cpuMs(began);
  }
  db.close();
  const bytesPerSpan = Math.round(statSync(join(folder, 'bare.db')).size / count);
  return { spansPerSecond: Math.round((count / spent) * 1000), bytesPerSpan };
}

/** As fast as the store lets it: a batch that it does not take is offered again. */
async function stored(count, ratio) {
  const { store, metrics, file } = await open(`store-${ratio}`, { sampling: { ...limits.sampling, ratio } });
  const turns = watchTurns();
  let spent = 0;
  for (const spans of batches(count, Date.now() - 1000)) {
    const began = process.cpuUsage();
    while (store.add(spans).isFull) await nextTurn();
    await nextTurn();
    spent += cpuMs(began);
  }
  const began = process.cpuUsage();
  await store.flush();
  await store.stop();
  spent += cpuMs(began);
  const longestTurnCpuMs = turns.stop();
  const kept = await total(metrics, 'seaworthy_traces_spans_kept_total');
  return {
    spansPerSecond: Math.round((count / spent) * 1000),
    kept,
    bytesPerKeptSpan: Math.round(statSync(file).size / kept),
    longestTurnCpuMs,
  };
}

/**
 * The most processor time that the main thread took from one turn of the event loop to the next (with the making of a
 * batch in it): unlike the delay of a timer, it says little of other work on the machine.
 */
function watchTurns() {
  const cpuNow = () => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  let [most, last, isOn] = [0, cpuNow(), true];
  const turn = () => {
    const now = cpuNow();
    most = Math.max(most, now - last);
    last = now;
    if (isOn) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    stop() {
      isOn = false;
      return round(most);
    },
  };
}

/** Over what the first run has stored. */
async function reading() {
  const { store } = await open('store-1', {});
  const range = { fromMs: Date.now() - 3_600_000, toMs: Date.now(), limit: 50 };
  const timed = async (work) => {
    const began = process.cpuUsage();
    const found = await work();
    return [round(cpuMs(began)), found];
  };
  const [newestMs] = await timed(() => store.search(range));
  const [errorsMs, errors] = await timed(() => store.search({ ...range, errorsOnly: true, minDurationMs: 1e6 }));
  const attribute = { key: 'user.id', value: 'nobody' };
  const [attributeMs, none] = await timed(() => store.search({ ...range, attribute }));
  const [statisticsMs, statistics] = await timed(() => store.statistics(range));
  await store.stop();
  return {
    newestMs,
    ...{ rareMs: errorsMs, rareCutShort: errors.isCutShort, attributeMs, attributeCutShort: none.isCutShort },
    ...{ statisticsMs, statisticsTraces: statistics.traces },
  };
}

/** More than can be stored, for so many seconds: no batch is offered again, each trace has undecided spans. */
async function flood(seconds) {
  const { store, metrics } = await open('flood', {
    sampling: { ...limits.sampling, ratio: 0.05 },
    maxBytes: 32 * 2 ** 20,
  });
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const turns = watchTurns();
  let [most, offered] = [0, 0];
  const until = Date.now() + seconds * 1000;
  for (const spans of batches(Number.POSITIVE_INFINITY, Date.now() - 1000)) {
    store.add(spans);
    offered += spans.length;
    most = Math.max(most, process.memoryUsage().rss);
    await nextTurn();
    if (Date.now() > until) break;
  }
  const longestTurnCpuMs = turns.stop();
  const pending = await total(metrics, 'seaworthy_traces_pending_bytes');
  await delay(1000);
  await store.stop();
  const refused = await total(metrics, 'seaworthy_traces_spans_dropped_total');
  return {
    offeredPerSecond: Math.round(offered / seconds),
    refusedShare: round(refused / offered),
    ...{ grownMiB: round((most - before) / 2 ** 20), pendingMiB: round(pending / 2 ** 20) },
    fileMiB: round(statSync(join(folder, 'flood.db')).size / 2 ** 20),
    longestTurnCpuMs,
  };
}

async function open(name, over) {
  const metrics = createMetrics();
  const file = join(folder, `${name}.db`);
  const report = (error, doing) => console.error(doing, error);
  const store = await openTraceStore({ file, limits: { ...limits, ...over }, clock: systemClock, metrics, report });
  return { store, metrics, file };
}

/** Traces of a web service, made as they are asked for: making them is not measured. */
function* batches(count, startMs) {
  const resource = { 'service.version': '1.4.2', 'host.name': 'box', 'telemetry.sdk.name': 'opentelemetry' };
  let batch = [];
  for (let at = 0; at < count; at++) {
    batch.push(spanAt(at, startMs, resource));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function spanAt(at, startMs, resource) {
  const [trace, place] = [Math.floor(at / SPANS_PER_TRACE), at % SPANS_PER_TRACE];
  const start = BigInt(startMs) * 1_000_000n + BigInt(trace) * 1000n + BigInt(place) * 100_000n;
  return {
    traceId: `${hex(trace, 18)}${hex(Math.imul(trace, 0x9e3779b1) >>> 0, 8)}${hex(trace % 0xffffff, 6)}`,
    spanId: hex(at + 1, 16),
    ...(place === 0 ? {} : { parentSpanId: hex(at + 1 - (place % 3 === 0 ? place : 1), 16) }),
    name: place === 0 ? 'GET /press' : `stage ${place}`,
    kind: place === 0 ? 'server' : 'internal',
    ...{ service: 'doorbell', instance: `doorbell-${trace % 4}` },
    startUnixNano: start,
    endUnixNano: start + BigInt(1_000_000 * (SPANS_PER_TRACE - place)),
    status: trace % 200 === 0 && place === 3 ? 'error' : 'unset',
    statusMessage: '',
    attributes: {
      'http.route': '/press',
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.full': `http://127.0.0.1:8080/press?visit=${trace}`,
      'user.id': `u${trace % 5000}`,
      'queue.depth': place,
    },
    resource,
    ...{ scope: 'http', events: [], links: [], traceState: '' },
  };
}

function hex(number, digits) {
  return number.toString(16).padStart(digits, '0').slice(-digits);
}

function nextTurn() {
  return new Promise((resolve) => void setImmediate(resolve));
}

function cpuMs(began) {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

async function total(metrics, name) {
  return (await metrics.get(name)).reduce((sum, { value }) => sum + value, 0);
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function print(name, row) {
  rows.push({ name, ...row });
  console.log(name.padEnd(18), JSON.stringify(row));
}
