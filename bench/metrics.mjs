// What the kit's metrics cost beside bare prom-client, in one run: the exposition of so many series, one increment, one
// observation, one timing.
//
//     npm run build && node bench/metrics.mjs [--series 10000] [--rounds 15]
//
// The two take turns in each round, so that other work on the machine disturbs both alike; medians of processor time are
// printed, and ours as a multiple of prom-client's. The bar is requirement 1.16: a scrape below 50 ms. Nothing is asserted.
import { parseArgs } from 'node:util';
import { createMetrics } from '@seaworthy/kit/metrics';
import promClient from 'prom-client';

const { values: flags } = parseArgs({
  options: { series: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '15' } },
});
const SERIES = Number(flags.series);
const ROUNDS = Number(flags.rounds);
const RECORDINGS = 100_000;
const LABELS = ['method', 'route', 'status'];
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const labelsOf = (index) => ({ method: 'GET', route: `/api/v1/resource/${index}`, status: String(200 + (index % 5)) });

const rows = [];
await renderOf('counters', fillCounters);
await renderOf('histograms', fillHistograms);
await recordings();
console.table(rows);

async function renderOf(kind, fill) {
  const [ours, theirs] = fill();
  const bytes = (await ours.render()).length;
  // As bytes, for that is what goes over the wire: a text put together may not be put together yet.
  const [own, peer] = await takingTurns(
    async () => Buffer.from(await ours.render()),
    async () => Buffer.from(await theirs.metrics()),
  );
  rows.push(row(`scrape of ${SERIES} series, ${kind} (${(bytes / 2 ** 20).toFixed(1)} MiB)`, own, peer, 'ms'));
}

function fillCounters() {
  const ours = createMetrics({ cardinalityLimit: SERIES, labels: { zone: 'eu-west-1' } });
  const theirs = new promClient.Registry();
  theirs.setDefaultLabels({ zone: 'eu-west-1' });
  const definition = { name: 'requests_total', help: 'Requests.', labelNames: LABELS };
  const own = ours.counter(definition);
  const peer = new promClient.Counter({ ...definition, registers: [theirs] });
  for (let index = 0; index < SERIES; index++) for (const counter of [own, peer]) counter.inc(labelsOf(index), index);
  return [ours, theirs];
}

/** A series of each bucket, of the sum and of the count. */
function fillHistograms() {
  const ours = createMetrics({ labels: { zone: 'eu-west-1' } });
  const theirs = new promClient.Registry();
  theirs.setDefaultLabels({ zone: 'eu-west-1' });
  const definition = { name: 'request_duration_seconds', help: 'Time.', labelNames: LABELS, buckets: BUCKETS };
  const own = ours.histogram(definition);
  const peer = new promClient.Histogram({ ...definition, registers: [theirs] });
  const sets = Math.round(SERIES / (BUCKETS.length + 3));
  for (let index = 0; index < sets; index++) {
    for (const histogram of [own, peer]) histogram.observe(labelsOf(index), index / 100);
  }
  return [ours, theirs];
}

async function recordings() {
  const metrics = createMetrics();
  const registers = [new promClient.Registry()];
  const plain = { name: 'presses_total', help: 'Presses.' };
  const labelled = { name: 'requests_total', help: 'Requests.', labelNames: LABELS };
  const timed = { name: 'request_duration_seconds', help: 'Time.', labelNames: LABELS, buckets: BUCKETS };
  const own = [
    metrics.counter(plain),
    metrics.counter(labelled),
    metrics.histogram(timed),
    metrics.timer({ ...timed, name: 'x' }),
  ];
  const peer = [new promClient.Counter({ ...plain, registers }), new promClient.Counter({ ...labelled, registers })];
  peer.push(
    new promClient.Histogram({ ...timed, registers }),
    new promClient.Histogram({ ...timed, name: 'x', registers }),
  );
  const known = Array.from({ length: 50 }, (_, index) => labelsOf(index));
  const each = (record) => () => {
    for (let index = 0; index < RECORDINGS; index++) record(known[index % known.length], index / RECORDINGS);
  };
  const what = [
    ['one increment', () => own[0].inc(), () => peer[0].inc()],
    ['one increment with three labels', (labels) => own[1].inc(labels), (labels) => peer[1].inc(labels)],
    [
      'one observation with three labels',
      (labels, value) => own[2].observe(labels, value),
      (labels, value) => peer[2].observe(labels, value),
    ],
    ['one timing with three labels', (labels) => own[3].start(labels)(), (labels) => peer[3].startTimer(labels)()],
  ];
  for (const [name, ours, theirs] of what) {
    const times = await takingTurns(each(ours), each(theirs));
    rows.push(row(name, ...times.map((ms) => (ms * 1e6) / RECORDINGS), 'ns'));
  }
}

/** Medians of processor time in milliseconds. */
async function takingTurns(...candidates) {
  const times = candidates.map(() => []);
  for (let round = 0; round < ROUNDS + 3; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const started = process.cpuUsage();
      await candidate();
      const { user, system } = process.cpuUsage(started);
      // The first rounds are the compiler's.
      if (round >= 3) times[index].push((user + system) / 1_000);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)]);
}

function row(what, own, peer, unit) {
  const text = (value) => `${value.toFixed(unit === 'ns' ? 0 : 1)} ${unit}`;
  return { what, seaworthy: text(own), 'prom-client': text(peer), ratio: Number((own / peer).toFixed(2)) };
}
