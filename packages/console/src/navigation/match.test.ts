import { expect, it } from 'vitest';
import { matching } from './match.ts';

const words = ['Overview', 'Deployments', 'Dashboards', 'Audit', 'Use the dark theme', 'Sign out'];
const first = (typed: string) => matching(words, typed, (each) => each)[0];

it.each([
  ['dep', 'Deployments'],
  ['dash', 'Dashboards'],
  ['dk', 'Use the dark theme'],
  ['so', 'Sign out'],
  ['OVER', 'Overview'],
  ['sign  OUT', 'Sign out'],
  ['xyz', undefined],
])('%s finds %s', (typed, found) => expect(first(typed)).toBe(found));

it('keeps everything in its order when nothing is typed', () => {
  expect(matching(words, ' ', (each) => each)).toBe(words);
});
