import fc from 'fast-check';
import { expect, it } from 'vitest';
import { QueryError } from '../answer/query-error.ts';
import type { Result } from '../answer/result.ts';
import { ParseError, parse, RegexError, valueType } from '../index.ts';
import { MemoryStorage } from '../memory/memory-storage.ts';
import { queryText } from '../parse/testing.ts';
import { createEngine } from './engine.ts';

const START_MS = 600_000;
const STEP_MS = 75_000;
const STEPS = 5;

const engine = createEngine({ maxSamples: 20_000 });

/** Counters, gauges, gaps, ends of series, special values and a histogram, under the names that the queries use. */
function storage(): MemoryStorage {
  const filled = new MemoryStorage();
  const special = [Number.NaN, Infinity, -Infinity, 0, -1.5];
  for (const [nth, metric] of ['up', 'a', 'http_requests_total', 'a metric'].entries()) {
    for (const job of ['x', 'a']) {
      for (const le of ['', '5', '+Inf']) {
        const samples = Array.from({ length: 70 }, (_, i) => [i * 15_000 + nth, value(i, nth + le.length)] as const);
        const kept = samples.filter((_, i) => (i + nth) % 31 > 6);
        const end: readonly [number, 'stale'][] = nth === 1 ? [[70 * 15_000 - 100_000 + nth, 'stale']] : [];
        const live = end[0] ? kept.filter(([timeMs]) => timeMs < (end[0]?.[0] ?? 0)) : kept;
        filled.add({ __name__: metric, job, le, instance: String(nth) }, [...live, ...end]);
      }
    }
  }
  return filled;

  function value(i: number, kind: number): number {
    if (kind === 0) return special[i % special.length] ?? 0;
    return kind % 2 ? i % 17 : (i * kind) / 3;
  }
}

async function attempt(ask: () => Promise<Result>): Promise<Result | string> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof QueryError || error instanceof RegexError) return error.message;
    throw error;
  }
}

/** What an answer says about a time, as text: series and values, in an order of their own. */
function at(result: Result, timeMs: number): string[] {
  if (result.type === 'scalar') return [` ${shown(result.value)}`];
  if (result.type === 'vector')
    return result.samples.map(({ labels, value }) => `${labels.key} ${shown(value)}`).sort();
  if (result.type === 'string') return [result.value];
  return result.series
    .flatMap(({ labels, timestamps, values }) => {
      const index = timestamps.indexOf(timeMs);
      return index < 0 ? [] : [`${labels.key} ${shown(values[index] as number)}`];
    })
    .sort();
}

/** The last digits depend on the order of additions: a series that is absent at one step may come first at another. */
function shown(value: number): string {
  return value.toPrecision(9);
}

function isUsable(query: string): boolean {
  if (/start\(\)|end\(\)/.test(query)) return false;
  try {
    return ['scalar', 'vector'].includes(valueType(parse(query)));
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

it('a range query answers at each step what an instant query answers there', async () => {
  const data = storage();
  const times = Array.from({ length: STEPS }, (_, step) => START_MS + step * STEP_MS);
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(queryText().filter(isUsable), async (query) => {
      const whole = await attempt(() => engine.range(data, query, START_MS, times.at(-1) ?? 0, STEP_MS));
      const single = await Promise.all(times.map((timeMs) => attempt(() => engine.instant(data, query, timeMs))));
      if (typeof whole === 'string') {
        if (!whole.includes('too many samples')) expect(single.some((each) => typeof each === 'string')).toBe(true);
        return;
      }
      for (const [step, each] of single.entries()) {
        if (typeof each === 'string')
          throw new Error(`the range query was answered, the instant query was not: ${each}`);
        expect(at(whole, times[step] ?? 0)).toEqual(at(each, times[step] ?? 0));
        compared += at(each, 0).length;
      }
    }),
    { numRuns: 1000, seed: 76_356 },
  );
  expect(compared).toBeGreaterThan(100);
});
