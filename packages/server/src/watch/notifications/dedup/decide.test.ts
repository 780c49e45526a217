import { describe, expect, it } from 'vitest';
import type { Question } from './decide.ts';
import { decide } from './decide.ts';

const told = (firing: string[], resolved: string[] = []) => ({ firing, resolved, notifiedAt: 1_000 });
const quiet: Question = {
  told: undefined,
  firing: [],
  resolved: [],
  sendResolved: true,
  repeatIntervalMs: 100,
  now: 1_050,
};

describe('a group is told of', () => {
  it.each<[string, Partial<Question>, string]>([
    ['at first', { firing: ['a'] }, 'first'],
    ['not when all of it is over before anybody heard', { resolved: ['a'] }, 'never_heard_of_it'],
    ['not when nothing is new', { told: told(['a']), firing: ['a'] }, 'nothing_new'],
    ['when an alert joins', { told: told(['a']), firing: ['a', 'b'] }, 'new_alerts'],
    ['when another one fires instead', { told: told(['a']), firing: ['b'] }, 'new_alerts'],
    ['when all of it is over', { told: told(['a']), resolved: ['a'] }, 'all_resolved'],
    ['once when all of it is over', { told: told([], ['a']), resolved: ['a'] }, 'never_heard_of_it'],
    ['when a part of it is over', { told: told(['a', 'b']), firing: ['a'], resolved: ['b'] }, 'some_resolved'],
    ['once when a part of it is over', { told: told(['a'], ['b']), firing: ['a'], resolved: ['b'] }, 'nothing_new'],
    [
      'not of a part to those who hear no ends',
      { told: told(['a', 'b']), firing: ['a'], resolved: ['b'], sendResolved: false },
      'nothing_new',
    ],
    [
      'of all of it even to them, for the log',
      { told: told(['a']), resolved: ['a'], sendResolved: false },
      'all_resolved',
    ],
    ['again when the interval has passed', { told: told(['a']), firing: ['a'], now: 1_101 }, 'repeat'],
    ['not yet on its very end', { told: told(['a']), firing: ['a'], now: 1_100 }, 'nothing_new'],
  ])('%s', (_, question, expected) => {
    const decision = decide({ ...quiet, ...question });
    expect(decision.verdict === 'tell' ? decision.reason : decision.verdict).toBe(expected);
  });
});
