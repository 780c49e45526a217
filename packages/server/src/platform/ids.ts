import { randomInt } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Makes ids that sort by the time of their making; `newId('dep')` gives `dep_01k…`. */
export type NewId = (prefix: string) => string;

/** A whole number in [0, below). */
export type RandomInt = (below: number) => number;

export const systemRandomInt: RandomInt = (below) => randomInt(below);

// Crockford's base 32: no letter that reads like a digit; in ASCII order, so that text sorts as the numbers do.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 12;

/** Two ids of the same millisecond sort in the order in which they were made: the later counts on from the earlier. */
export function createIds(clock: Pick<Clock, 'now'>, random: RandomInt = systemRandomInt): NewId {
  let lastMs = -1;
  let tail: number[] = [];
  return (prefix) => {
    const nowMs = Math.max(clock.now(), lastMs);
    tail = nowMs === lastMs ? increment(tail) : freshTail(random);
    lastMs = nowMs;
    return `${prefix}_${encodeTime(nowMs)}${tail.map(digit).join('')}`;
  };
}

/** A short random word for names that need not sort. */
export function randomWord(length: number, random: RandomInt = systemRandomInt): string {
  return Array.from({ length }, () => digit(random(ALPHABET.length))).join('');
}

/** The first digit stays in the lower half, so that counting on never overflows in practice. */
function freshTail(random: RandomInt): number[] {
  return Array.from({ length: RANDOM_LENGTH }, (_, place) =>
    random(place === 0 ? ALPHABET.length / 2 : ALPHABET.length),
  );
}

function increment(digits: readonly number[]): number[] {
  const next = [...digits];
  for (let place = next.length - 1; place >= 0; place--) {
    const raised = (next[place] ?? 0) + 1;
    next[place] = raised % ALPHABET.length;
    if (raised < ALPHABET.length) break;
  }
  return next;
}

function encodeTime(ms: number): string {
  let rest = ms;
  let text = '';
  for (let place = 0; place < TIME_LENGTH; place++) {
    text = digit(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function digit(value: number): string {
  return ALPHABET.charAt(value);
}
