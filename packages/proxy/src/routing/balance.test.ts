import { describe, expect, test } from 'vitest';
import { byWeight, choose } from './balance.ts';

function candidate(name: string, weight = 1, inFlight = 0, meanMs = 0) {
  return { name, weight, inFlight, meanMs, standing: 0 };
}

function turns(count: number, next: (turn: number) => { name: string } | undefined): string {
  return Array.from({ length: count }, (_, turn) => next(turn)?.name).join('');
}

test('round robin takes turns', () => {
  const candidates = [candidate('a'), candidate('b'), candidate('c')];
  expect(turns(7, (turn) => choose('round-robin', candidates, turn))).toBe('abcabca');
});

test('weights are exact, and a heavy one is spread out', () => {
  const candidates = [candidate('a', 5), candidate('b', 1), candidate('c', 1)];
  expect(turns(14, (turn) => choose('weighted', candidates, turn))).toBe('aabacaaaabacaa');
  expect(turns(100, () => byWeight([candidate('x', 1)]))).toBe('x'.repeat(100));
});

test('the least busy one is taken, in proportion to its weight; equals take turns', () => {
  const candidates = [candidate('a', 1, 2), candidate('b', 1, 1), candidate('c', 4, 4)];
  expect(choose('least-connections', candidates, 0)?.name).toBe('c');
  const equals = [candidate('a'), candidate('b')];
  expect(turns(4, (turn) => choose('least-connections', equals, turn))).toBe('abab');
});

test('the one that answers soonest is taken, unless it is busy; one never measured is tried', () => {
  expect(choose('response-time', [candidate('slow', 1, 0, 30), candidate('fast', 1, 1, 10)], 0)?.name).toBe('fast');
  expect(choose('response-time', [candidate('slow', 1, 0, 30), candidate('fast', 1, 3, 10)], 0)?.name).toBe('slow');
  expect(choose('response-time', [candidate('fast', 1, 0, 10), candidate('new', 1, 0, 0)], 0)?.name).toBe('new');
});

describe('a single candidate is taken, none gives none', () => {
  test.each(['round-robin', 'least-connections', 'weighted', 'response-time'] as const)('%s', (balance) => {
    expect(choose(balance, [candidate('a')], 7)?.name).toBe('a');
    expect(choose(balance, [], 7)).toBeUndefined();
  });
});
