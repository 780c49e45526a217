import { sampleChecks, sampleProbe, sampleSeen, sampleTarget } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { notWellOf } from './not-well.ts';

it('names each check that is not well, the worst first, and not the instance besides', () => {
  const report = sampleChecks({
    disk: ['degraded', '91 % used'],
    database: ['unhealthy', 'refused'],
    memory: ['healthy', ''],
  });
  const instance = sampleSeen('green', { id: 'i-1', health: 'unhealthy', report });
  expect(notWellOf({ instances: [instance] })).toMatchObject([
    { what: 'database of i-1', why: 'refused', open: { instance: 'i-1', check: 'database' } },
    { what: 'disk of i-1', why: '91 % used', status: 'degraded' },
  ]);
});

it('names an instance that says nothing of itself', () => {
  const none = { health: 'unhealthy', answered: false, report: null, healthMessage: 'no answer' } as const;
  const silent = sampleSeen('green', { id: 'i-1', ...none });
  const crashed = sampleSeen('blue', { id: 'i-2', health: 'unhealthy', state: 'crash_loop', report: null });
  expect(notWellOf({ instances: [silent, crashed] })).toMatchObject([
    { what: 'i-1', status: 'unhealthy', why: 'no answer' },
    { what: 'i-2', status: 'unhealthy' },
  ]);
});

it('names what cannot be scraped, what a probe sees, and heartbeats that stayed away', () => {
  const targets = [sampleTarget({ health: 'down', instance: 'i-1', job: 'web', lastError: 'refused' }), sampleTarget()];
  const probes = [
    sampleProbe({ name: 'home', health: 'down' }),
    sampleProbe({ name: 'backup', kind: 'push', health: 'unknown' }),
    sampleProbe({ name: 'new', health: 'unknown', lastLook: null }),
    sampleProbe(),
  ];
  expect(notWellOf({ targets, probes }).map(({ what }) => what)).toEqual([
    'i-1 of web cannot be scraped',
    'Probe home',
    'No sign of life of backup',
  ]);
});

it('is nothing where all is well, and where nothing is known yet', () => {
  const own = sampleChecks({ disk: ['healthy', '12 % used'] });
  expect(
    notWellOf({ instances: [sampleSeen('green')], own, targets: [sampleTarget()], probes: [sampleProbe()] }),
  ).toEqual([]);
  expect(notWellOf({})).toEqual([]);
});
