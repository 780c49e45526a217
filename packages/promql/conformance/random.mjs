// Random queries, answered by this engine and by an installed Prometheus over the same samples, for as long as wanted.
//
//     node --conditions=source --import tsx packages/promql/conformance/random.mjs [--minutes 10] [--seed N]
//
// Prints every query that is answered differently, and how many were compared; ends with 1 when one was. The same with a fixed
// seed is a test: src/peer/prometheus.slow.test.ts.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { createEngine, MemoryStorage } from '../src/evaluate/index.ts';
import { queryText } from '../src/parse/testing.ts';
import { compareAnswers, isComparable } from '../src/peer/compare/testing.ts';
import { startPrometheus, whyNoPrometheus } from '../src/peer/prometheus/testing.ts';
import { openMetricsOf, PEER_WORDS, peerData } from '../src/peer/samples/testing.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const missing = whyNoPrometheus();
if (missing) throw new Error(missing);

const data = peerData();
const storage = new MemoryStorage();
for (const { labels, samples } of data) storage.add(labels, samples);
const peer = await startPrometheus(openMetricsOf(data));
const engine = createEngine();
const endsMs = Date.now() + Number(flags.minutes) * 60_000;
const counts = { queries: 0, answered: 0, points: 0, different: 0 };
for (let seed = Number(flags.seed); Date.now() < endsMs; seed++) {
  const queries = fc.sample(queryText({ since: '2.42', words: PEER_WORDS }), { numRuns: 500, seed });
  for (const query of queries.filter(isComparable)) {
    const { points, difference } = await compareAnswers(engine, storage, peer, query);
    counts.queries++;
    counts.points += points;
    if (points > 0) counts.answered++;
    if (difference === undefined) continue;
    counts.different++;
    process.stdout.write(`${query}\n  ${difference} (seed ${seed})\n`);
  }
}
await peer.stop();
process.stdout.write(`seed ${flags.seed}: ${JSON.stringify(counts)}\n`);
process.exitCode = counts.different === 0 ? 0 : 1;
