import { expect, it } from 'vitest';
import { healthWords } from './health-words.ts';

it.each([
  ['the process is crash_loop', 'it stops again and again'],
  ['no answer within 5000 ms', 'no answer within 5000 ms'],
  ['constructor', 'constructor'],
  ['', ''],
])('says %j as %j', (message, words) => expect(healthWords(message)).toBe(words));
