import { describe, expect, it } from 'vitest';
import { createIds, randomWord } from './ids.ts';
import { virtualClock } from './testing.ts';

describe('ids', () => {
  it('sort by the time of their making', async () => {
    const clock = virtualClock();
    const newId = createIds(clock);
    const made: string[] = [];
    for (let i = 0; i < 50; i++) {
      made.push(newId('dep'), newId('dep'), newId('dep'));
      await clock.advance(7);
    }
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('keep their order when the wall clock goes back', () => {
    let nowMs = 5_000;
    const newId = createIds({ now: () => nowMs });
    const first = newId('x');
    nowMs = 1_000;
    expect(newId('x') > first).toBe(true);
  });

  it('count on within a millisecond, also over the last letter', () => {
    const newId = createIds({ now: () => 0 }, (below) => below - 1);
    const [first, second] = [newId('x'), newId('x')];
    expect(first).toBe('x_0000000000fzzzzzzzzzzz');
    expect(second).toBe('x_0000000000g00000000000');
  });

  it('are made of letters that read well', () => {
    expect(createIds({ now: () => 1e12 })('dep')).toMatch(/^dep_[0-9a-hjkmnp-tv-z]{22}$/);
    expect(randomWord(6)).toMatch(/^[0-9a-hjkmnp-tv-z]{6}$/);
  });
});
