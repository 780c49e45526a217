import { expect, it } from 'vitest';
import { virtualClock } from '../../../platform/testing.ts';
import { breathe } from '../breathe.ts';
import type { StoreBench } from '../testing.ts';
import { storeBench, testRecord } from '../testing.ts';
import type { Tailed } from './tail.ts';
import { tailLogs } from './tail.ts';

const numbered = (from: number, to: number, over: object = {}) =>
  Array.from({ length: to - from }, (_, index) => testRecord({ message: `${from + index}`, ...over }));

async function take(tail: AsyncGenerator<Tailed>, count: number): Promise<Tailed[]> {
  const taken: Tailed[] = [];
  while (taken.length < count) {
    const next = await tail.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

const words = (taken: readonly Tailed[]) =>
  taken.map((each) => (each.kind === 'record' ? each.record.message : `${each.lines} lost`));

/** Asks for the first line, and waits until the tail has begun: what comes then is its own. */
async function begin({ store }: StoreBench, tail: AsyncGenerator<Tailed>) {
  const first = tail.next();
  while (store.watchers === 0) await breathe();
  return { first };
}

it('tells what is stored from then on and matches, in its order, until the reader goes', async () => {
  const bench = await storeBench();
  bench.store.append(numbered(0, 2));
  await bench.store.flush();
  const gone = new AbortController();
  const tail = tailLogs(bench.store, { filter: { level: 'warn' }, signal: gone.signal });
  const { first } = await begin(bench, tail);
  bench.store.append([...numbered(2, 4), ...numbered(4, 6, { level: 'error' })]);
  await bench.store.flush();
  expect((await first).value).toMatchObject({ kind: 'record', record: { message: '4' } });
  expect(words(await take(tail, 1))).toEqual(['5']);
  const last = tail.next();
  gone.abort();
  expect(await last).toEqual({ done: true, value: undefined });
});

it('goes on behind the last record that was seen: nothing twice, nothing missing, through segments', async () => {
  const bench = await storeBench({ segmentBytes: 300 });
  const seen: Tailed[] = [];
  let afterId: string | undefined = '0.0';
  for (let from = 0; from < 60; from += 10) {
    bench.store.append(numbered(from, from + 10));
    await bench.store.flush();
    if (from === 30) await bench.store.maintain();
    const gone = new AbortController();
    const taken = await take(tailLogs(bench.store, { filter: {}, afterId, signal: gone.signal }), 7);
    gone.abort();
    seen.push(...taken);
    const last = taken.at(-1);
    afterId = last?.kind === 'record' ? last.id : afterId;
  }
  expect(words(seen)).toEqual(Array.from({ length: 42 }, (_, index) => `${index}`));
});

it('tells a slow reader how many it has lost, and goes on', async () => {
  const bench = await storeBench();
  const gone = new AbortController();
  const tail = tailLogs(bench.store, { filter: {}, signal: gone.signal });
  const { first } = await begin(bench, tail);
  for (let from = 0; from < 5_000; from += 500) {
    bench.store.append(numbered(from, from + 500));
    await bench.store.flush();
  }
  expect((await first).value).toMatchObject({ record: { message: '0' } });
  const [lost, ...rest] = words(await take(tail, 2_000));
  const count = Number(lost?.split(' ')[0]);
  expect(count).toBeGreaterThan(2_000);
  expect(rest[0]).toBe('1');
  expect(count + rest.length + 1).toBeGreaterThanOrEqual(4_999);
  gone.abort();
});

it('is written sooner while somebody watches', async () => {
  const clock = virtualClock();
  const bench = await storeBench({ clock });
  const gone = new AbortController();
  const tail = tailLogs(bench.store, { filter: {}, signal: gone.signal });
  const { first } = await begin(bench, tail);
  bench.store.append(numbered(0, 1));
  await clock.advance(150);
  expect((await first).value).toMatchObject({ record: { message: '0' } });
  gone.abort();
});
