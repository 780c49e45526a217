import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEngine, MemoryStorage } from '../evaluate/index.ts';
import { queryText } from '../parse/testing.ts';
import { compareAnswers, isComparable } from './compare/testing.ts';
import { startPrometheus, whyNoPrometheus } from './prometheus/testing.ts';
import { openMetricsOf, PEER_WORDS, peerData } from './samples/testing.ts';

const QUERIES = 3000;
const SEED = 35;
/** Queries on their way at once: while Prometheus answers some, ours are reckoned. */
const LANES = 4;
const missing = whyNoPrometheus();

it.skipIf(missing)(
  `random queries are answered as a real Prometheus answers them${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const data = peerData();
    const storage = new MemoryStorage();
    for (const { labels, samples } of data) storage.add(labels, samples);
    const peer = await startPrometheus(openMetricsOf(data));
    const queries = fc.sample(queryText({ since: '2.42', words: PEER_WORDS }), { numRuns: QUERIES, seed: SEED });
    const differences: string[] = [];
    let points = 0;
    const left = queries.filter(isComparable).values();
    const lane = async () => {
      for (const query of left) {
        const compared = await compareAnswers(createEngine(), storage, peer, query);
        points += compared.points;
        if (compared.difference !== undefined) differences.push(`${query}\n  ${compared.difference}`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await peer.stop();
    expect(differences).toEqual([]);
    expect(points).toBeGreaterThan(10_000);
  },
);
