import { sampleDeployment, sampleSlot, sampleStatus } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { earlierVersion } from './earlier-version.ts';

const emptyBlue = sampleSlot('blue', { version: null, instances: [] });

it('is the one that is still warm in the other slot', () => {
  expect(earlierVersion(sampleStatus())).toEqual({ version: '1.0.0', isWarm: true });
});

it('is the one before the last completed deployment when nothing is warm', () => {
  const slots = [emptyBlue, sampleSlot('green')];
  expect(earlierVersion(sampleStatus({ slots }))).toEqual({ version: '1.0.0', isWarm: false });
});

it.each([
  ['nothing is live', { liveVersion: null, liveSlot: null }],
  ['the first release is live', { slots: [emptyBlue], lastDeployment: sampleDeployment({ fromVersion: null }) }],
  [
    'the last deployment was itself taken back',
    { slots: [emptyBlue], lastDeployment: sampleDeployment({ outcome: 'rolled_back' }) },
  ],
])('is not known when %s', (_, over) => {
  expect(earlierVersion(sampleStatus(over))).toBeUndefined();
});
