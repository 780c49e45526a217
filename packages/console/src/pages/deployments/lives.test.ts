import { sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import type { Course } from './course.ts';
import type { Reach } from './lives.ts';
import { livesOf, withinLife } from './lives.ts';

const startMs = Date.parse('2026-03-01T10:00:00.000Z');
const switched = (over: Parameters<typeof sampleDeployment>[0] = {}) =>
  sampleDeployment({ slot: 'green', endedAt: new Date(startMs + 30_000).toISOString(), ...over });
/** A number each ten seconds, from twenty before the switch. */
const course = (green: readonly number[]): Course => ({
  times: green.map((_, at) => startMs / 1000 - 20 + at * 10),
  bySlot: { green, blue: green },
});
const lately = { beforeMs: 5000, afterMs: 0 };
const seen = (over: Parameters<typeof sampleDeployment>[0], requests: readonly number[], reach: Reach = lately) =>
  livesOf(switched(over)).map((life) => withinLife(course([1, 2, 3, 4, 5, 6, 7]), course(requests), life, reach));
const quiet = [0, 0, 0, 9, 9, 9, 0];

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
  const long = { beforeMs: 15_000, afterMs: 0 };
  expect(seen({}, [9, 9, 9, 9, 9, 9, 9], long)[1]).toEqual([null, null, null, null, 5, 6, 7]);
});

it('shows what a short one did also where only a part of what was counted together is of it', () => {
  const around = { beforeMs: 15_000, afterMs: 15_000 };
  const short = { outcome: 'rolled_back', endedAt: new Date(startMs + 5000).toISOString() } as const;
  expect(seen(short, [0, 0, 9, 9, 0, 0, 0], around)[1]).toEqual([null, 2, 3, 4, null, null, null]);
});

it('leaves out what is mixed with a later version that got requests in that slot', () => {
  const around = { beforeMs: 15_000, afterMs: 15_000 };
  const short = { outcome: 'rolled_back', endedAt: new Date(startMs + 5000).toISOString() } as const;
  expect(seen(short, [0, 0, 9, 9, 9, 9, 9], around)[1]).toEqual([null, 2, null, null, null, null, null]);
});

it('knows no baseline of a first release, and nothing of a candidate that never got a request', () => {
  expect(livesOf(switched({ fromVersion: null })).map(({ name }) => name)).toEqual(['candidate 1.1.0']);
  const phases = switched().phases.map((phase) => ({ ...phase, startedAt: null }));
  expect(seen({ phases }, quiet)[1]).toEqual([null, null, null, null, null, null, null]);
  expect(livesOf(switched({ slot: null }))).toEqual([]);
});
