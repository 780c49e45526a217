import { sampleDeployment, sampleSlot, sampleStatus } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { isWarm, rollBackWays } from './roll-back-ways.ts';

const live = { liveVersion: '1.1.0' };
const done = (version: string, over: Parameters<typeof sampleDeployment>[0] = {}) =>
  sampleDeployment({ version, outcome: 'completed', ...over });
const releases = ['1.2.0', '1.1.0', '1.0.0'].map((version) => ({ version }));

it('leads by itself to the last version that was live before the one that is', () => {
  expect(rollBackWays(live, [done('1.1.0'), done('1.0.0')], releases)).toEqual({
    previous: '1.0.0',
    others: ['1.2.0'],
  });
});

it('does not go by itself to what was taken back or never became live; it may be named', () => {
  const bad = [done('1.2.0', { status: 'rolled_back' }), done('1.2.0', { outcome: 'rolled_back' })];
  expect(rollBackWays(live, [done('1.1.0'), ...bad], releases)).toEqual({
    previous: undefined,
    others: ['1.2.0', '1.0.0'],
  });
});

it('leads nowhere where no other release is kept', () => {
  const before = [done('1.1.0'), done('0.9.0')];
  expect(rollBackWays(live, before, [{ version: '1.1.0' }])).toEqual({ previous: undefined, others: [] });
});

it('is warm while the other slot still runs it', () => {
  expect(isWarm(sampleStatus(), '1.0.0')).toBe(true);
  expect(isWarm(sampleStatus(), '0.9.0')).toBe(false);
  const slots = [sampleSlot('blue', { instances: [] }), sampleSlot('green')];
  expect(isWarm(sampleStatus({ slots }), '1.0.0')).toBe(false);
});
