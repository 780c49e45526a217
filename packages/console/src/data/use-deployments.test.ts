import { runningDeployment, sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { withNews } from './use-deployments.ts';

const past = Array.from({ length: 8 }, (_, index) => sampleDeployment({ id: `d-${8 - index}` }));
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id).join(' ');

it('puts a deployment that has just begun on top, and lets the oldest go', () => {
  expect(ids(withNews(past, runningDeployment(1, { id: 'd-9' })))).toBe('d-9 d-8 d-7 d-6 d-5 d-4 d-3 d-2');
});

it('shows a listed one as it is now', () => {
  const now = runningDeployment(1, { id: 'd-8' });
  expect(withNews(past, now)[0]).toBe(now);
  expect(withNews(past, undefined)).toBe(past);
});
