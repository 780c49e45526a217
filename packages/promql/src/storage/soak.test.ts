import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Labels } from '../labels/labels.ts';
import type { MatchOperator } from '../labels/matcher.ts';
import { Matcher } from '../labels/matcher.ts';
import type { SampleStore } from './store.ts';
import { openStore } from './store.ts';

/** The store as a plain map: what a right answer is. */
class Model {
  readonly series = new Map<string, { labels: Labels; samples: [number, number][] }>();

  append(labels: Labels, timeMs: number, value: number, floorMs: number): string {
    const series = this.series.get(labels.key) ?? { labels, samples: [] };
    const last = series.samples.at(-1);
    if (timeMs < floorMs || (last && timeMs < last[0])) return 'out_of_order';
    if (last && timeMs === last[0]) return Object.is(value, last[1]) ? 'ok' : 'duplicate';
    series.samples.push([timeMs, value]);
    this.series.set(labels.key, series);
    return 'ok';
  }

  select(matchers: readonly Matcher[], startMs: number, endMs: number): unknown[] {
    return [...this.series.values()]
      .filter(({ labels }) => matchers.every((each) => each.matches(labels.get(each.name))))
      .map(({ labels, samples }) => ({
        labels: labels.toRecord(),
        samples: samples.filter(([t]) => t >= startMs && t <= endMs),
      }))
      .filter(({ samples }) => samples.length > 0);
  }
}

const RANGE_MS = 60_000;
const VALUES = [0, -0, 1, 1.5, 1e300, Infinity, -Infinity, NaN];

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it.each([1, 2, 3, 4])('answers as a map would, through commits, blocks and restarts (seed %i)', async (seed) => {
  const folder = await mkdtemp(join(tmpdir(), 'seaworthy-soak-'));
  const random = randomFrom(seed);
  const model = new Model();
  let nowMs = 1_000_000;
  const options = {
    folder,
    now: () => nowMs,
    sync: false,
    blockRangeMs: RANGE_MS,
    segmentBytes: 5_000,
    pageCacheBytes: 1 << 17,
    indexCacheBytes: 10_000,
    tiers: { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity },
  };
  let store: SampleStore = await openStore(options);
  let floorMs = -Infinity;
  try {
    for (let operation = 0; operation < 400; operation++) {
      const kind = random(20);
      if (kind < 12) await append();
      else if (kind < 17) await query();
      else if (kind < 19) await maintain();
      else {
        await store.close();
        store = await openStore(options);
      }
    }
    await query();
    expect(store.problems()).toEqual([]);
    expect(store.stats().blocks.count).toBeGreaterThan(3);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }

  async function append(): Promise<void> {
    const appender = store.appender();
    for (let left = random(40); left > 0; left--) {
      const labels = Labels.from({
        __name__: `m${random(3)}`,
        i: `${random(12)}`,
        ...(random(2) ? { extra: 'x' } : {}),
      });
      const timeMs = nowMs - random(4) * random(8_000);
      const value = random(3) === 0 ? (VALUES[random(VALUES.length)] ?? 0) : random(1_000_000);
      expect(appender.append(labels, timeMs, value)).toBe(model.append(labels, timeMs, value, floorMs));
    }
    await appender.commit();
    nowMs += random(6_000);
  }

  async function maintain(): Promise<void> {
    const { cut } = await store.maintain();
    if (cut > 0) floorMs = Math.max(floorMs, lastCutEnd());
  }

  /** The store refuses what is older than its newest block. */
  function lastCutEnd(): number {
    const times = [...model.series.values()].flatMap(({ samples }) => samples.map(([t]) => t));
    const ends = times.map((t) => (Math.floor(t / RANGE_MS) + 1) * RANGE_MS);
    return Math.max(...ends.filter((end) => end + RANGE_MS / 2 <= nowMs));
  }

  async function query(): Promise<void> {
    const operator = (['=', '!=', '=~', '!~'] as MatchOperator[])[random(4)] ?? '=';
    const value =
      ['', '1', '1|2', '1.*', '.+', '[0-5]'][random(operator.length === 2 && operator !== '!=' ? 6 : 2)] ?? '';
    const matchers = [new Matcher('__name__', '=~', 'm.'), new Matcher(random(2) ? 'i' : 'extra', operator, value)];
    const [a, b] = [1_000_000 + random(nowMs - 1_000_000 + 1), 1_000_000 + random(nowMs - 1_000_000 + 1)];
    const [startMs, endMs] = [Math.min(a, b), Math.max(a, b)];
    const found = await store.querier.select({ matchers, startMs, endMs });
    const answer = found.map(({ labels, timestamps, values }) => ({
      labels: labels.toRecord(),
      samples: [...timestamps].map((t, index) => [t, values[index]]),
    }));
    const keyOf = (each: unknown) => JSON.stringify((each as { labels: unknown }).labels);
    const expected = model.select(matchers, startMs, endMs);
    expect(answer.toSorted((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1))).toEqual(
      expected.toSorted((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1)),
    );
  }
});
