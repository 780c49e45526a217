import { expect, it } from 'vitest';
import { MemoryStorage } from '../index.ts';
import { Labels } from '../labels/index.ts';
import { createEngine } from './engine.ts';

const SERIES = 10_000;
const STEP_MS = 15_000;
const STEPS = 196;
/** A turn is 20 ms of work; a collection of garbage, and a neighbour who takes half of the processor, come on top. */
const LONGEST_MS = 120;

const storage = manySeries();
const queries = [
  'requests_total',
  'sum(rate(requests_total[5m]))',
  'requests_total * 2 > 10',
  '-requests_total',
  'topk(5, requests_total)',
  'quantile(0.9, requests_total)',
  'requests_total and requests_total',
  'requests_total / ignoring(code) requests_total',
  'round(requests_total)',
  'count_values("value", floor(requests_total / 1e6))',
];

it.each(queries)('a large query never holds the event loop for long: %s', async (query) => {
  const engine = createEngine();
  const ask = () => engine.range(storage, query, 0, (STEPS - 1) * STEP_MS, STEP_MS);
  await ask();
  expect(await longestPause(ask)).toBeLessThan(LONGEST_MS);
});

/** Processor time between two turns of the event loop: a busy machine does not count. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let isDone = false;
  let before = usedMs();
  const worked = work().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    longest = Math.max(longest, usedMs() - before);
    before = usedMs();
  }
  await worked;
  return longest;
}

function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function manySeries(): MemoryStorage {
  const filled = new MemoryStorage();
  const timestamps = Float64Array.from({ length: STEPS + 20 }, (_, index) => index * STEP_MS);
  for (let index = 0; index < SERIES; index++) {
    const values = timestamps.map((_, at) => at * (1 + index / SERIES));
    const labels = Labels.from({ __name__: 'requests_total', instance: `i${index}`, code: '200' });
    filled.addArrays(labels, { timestamps, values });
  }
  return filled;
}
