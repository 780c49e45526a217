import { expect, it } from 'vitest';
import { isFaulty, NO_FAULT, parseFault } from './fault.ts';

it.each([
  ['', NO_FAULT],
  ['crash', { ...NO_FAULT, crashAfterMs: 0 }],
  ['crash:500', { ...NO_FAULT, crashAfterMs: 500 }],
  ['unhealthy', { ...NO_FAULT, isUnhealthy: true }],
  ['errors:0.5', { ...NO_FAULT, errorShare: 0.5 }],
  ['errors:20%', { ...NO_FAULT, errorShare: 0.2 }],
  ['slow:200, errors:1', { ...NO_FAULT, delayMs: 200, errorShare: 1 }],
  ['worker', { ...NO_FAULT, isWorkerKillable: true }],
  ['worker:1', undefined],
  ['errors', undefined],
  ['errors:2', undefined],
  ['slow', undefined],
  ['slow:50%', undefined],
  ['unhealthy:1', undefined],
  ['boom', undefined],
])('%j', (text, expected) => {
  expect(parseFault(text)).toEqual(expected);
});

it('knows whether anything is broken', () => {
  expect([isFaulty(NO_FAULT), isFaulty({ ...NO_FAULT, delayMs: 1 })]).toEqual([false, true]);
});
