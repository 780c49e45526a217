import { sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import type { Course } from './course.ts';
import { livesOf, withinLife } from './lives.ts';

const startMs = Date.parse('2026-03-01T10:00:00.000Z');
const switched = (over: Parameters<typeof sampleDeployment>[0] = {}) =>
  sampleDeployment({ slot: 'green', endedAt: new Date(startMs + 30_000).toISOString(), ...over });
/** A number each ten seconds, from twenty before the switch. */
const course = (green: readonly number[]): Course => ({
  times: green.map((_, at) => startMs / 1000 - 20 + at * 10),
  bySlot: { green, blue: green },
});
const seen = (over: Parameters<typeof sampleDeployment>[0], requests: readonly number[], windowMs = 15_000) =>
  livesOf(switched(over)).map((life) => withinLife(course([1, 2, 3, 4, 5, 6, 7]), course(requests), life, windowMs));
const quiet = [0, 0, 0, 9, 9, 9, 9];

it('gives the candidate what its slot did since the switch, and the baseline what the other did until the end', () => {
  expect(seen({}, quiet)).toEqual([
    [1, 2, 3, 4, 5, 6, null],
    [null, null, null, 4, 5, 6, 7],
  ]);
});

it('ends the candidate where it was taken back', () => {
  const [baseline, candidate] = seen({ outcome: 'rolled_back' }, quiet);
  expect([baseline?.at(-1), candidate]).toEqual([7, [null, null, null, 4, 5, 6, null]]);
});

it('leaves out what is mixed with an earlier version that still got requests in that slot', () => {
  expect(seen({}, [9, 9, 9, 9, 9, 9, 9])[1]).toEqual([null, null, null, null, 5, 6, 7]);
});

it('knows no baseline of a first release, and nothing of a candidate that never got a request', () => {
  expect(livesOf(switched({ fromVersion: null })).map(({ name }) => name)).toEqual(['candidate 1.1.0']);
  const phases = switched().phases.map((phase) => ({ ...phase, startedAt: null }));
  expect(seen({ phases }, quiet)[1]).toEqual([null, null, null, null, null, null, null]);
  expect(livesOf(switched({ slot: null }))).toEqual([]);
});
