import { expect, it } from 'vitest';
import { virtualClock } from '../../../platform/testing.ts';
import { SEARCHES_AT_ONCE, SEARCHES_WAITING, SearchPlaces } from './search-places.ts';

const { signal } = new AbortController();

/** Searches that end when they are told to. */
function bench() {
  const clock = virtualClock();
  const places = new SearchPlaces(clock);
  const running: { readonly name: number; readonly end: () => void }[] = [];
  const search = (name: number, of = signal) =>
    places.run(of, () => new Promise<number>((resolve) => running.push({ name, end: () => resolve(name) })));
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, running, search, settled };
}

it('lets a few searches run, and the next one when one of them has ended', async () => {
  const { running, search, settled } = bench();
  const all = Array.from({ length: SEARCHES_AT_ONCE + 2 }, (_, name) => search(name));
  await settled();
  expect(running.map(({ name }) => name)).toEqual([0, 1, 2, 3]);
  running[2]?.end();
  await settled();
  expect(running.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4]);
  for (const { end } of running) end();
  await settled();
  for (const { end } of running) end();
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4, 5]);
});

it('turns away who comes when too many wait, and lets in again when they are through', async () => {
  const { running, search, settled } = bench();
  const all = Array.from({ length: SEARCHES_AT_ONCE + SEARCHES_WAITING }, (_, name) => search(name));
  await expect(search(99)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
  for (let round = 0; round < 5; round++) {
    await settled();
    for (const { end } of running) end();
  }
  await Promise.all(all);
  const late = search(100);
  await settled();
  expect(running.at(-1)?.name).toBe(100);
  running.at(-1)?.end();
  await late;
});

it('does not let wait for ever, and forgets who went away', async () => {
  const { clock, running, search, settled } = bench();
  const all = Array.from({ length: SEARCHES_AT_ONCE }, (_, name) => search(name));
  const gone = new AbortController();
  const [late, left] = [search(10), search(11, gone.signal)];
  gone.abort(new Error('nobody reads it'));
  await expect(left).rejects.toThrow('nobody reads it');
  await Promise.all([expect(late).rejects.toMatchObject({ code: 'rate_limited' }), clock.advance(20_000)]);
  for (const { end } of running) end();
  await Promise.all(all);
  await settled();
  expect(running).toHaveLength(SEARCHES_AT_ONCE);
});

it('gives the place back when a search fails', async () => {
  const places = new SearchPlaces(virtualClock());
  const torn = () => Promise.reject(new Error('torn'));
  for (let time = 0; time <= SEARCHES_AT_ONCE; time++) await expect(places.run(signal, torn)).rejects.toThrow('torn');
  expect(await places.run(signal, async () => 'found')).toBe('found');
});
