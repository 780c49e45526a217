import { sampleAlert, sampleAlertGroup } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { ownLabels, runbookOf, seenState, standingsOf, textsOf } from './alert-words.ts';

it('names what keeps an alert quiet', () => {
  const quiet = { state: 'suppressed' as const };
  expect(seenState(sampleAlert())).toBe('firing');
  expect(seenState(sampleAlert({ ...quiet, silencedBy: ['s'], inhibitedBy: ['f'] }))).toBe('silenced');
  expect(seenState(sampleAlert({ ...quiet, inhibitedBy: ['f'] }))).toBe('inhibited');
  expect(seenState(sampleAlert({ ...quiet, mutedBy: ['night'] }))).toBe('muted');
  expect(seenState(sampleAlert({ state: 'pending', silencedBy: ['s'] }))).toBe('pending');
});

it('makes a link of nothing but a web address', () => {
  expect(runbookOf({ runbook_url: 'https://runbooks.example/x' })).toBe('https://runbooks.example/x');
  expect(runbookOf({ runbook_url: 'javascript:alert(1)' })).toBeUndefined();
  expect(runbookOf({})).toBeUndefined();
});

it('leaves out what stands elsewhere', () => {
  const alert = sampleAlert({ labels: { alertname: 'A', severity: 'critical', job: 'web', instance: 'a' } });
  expect(ownLabels(alert, { groupLabels: { job: 'web' } })).toEqual([['instance', 'a']]);
  expect(textsOf({ summary: 's', description: 'd', runbook_url: 'u', owner: 'o' })).toEqual({
    ...{ summary: 's', others: ['d'], rest: [['owner', 'o']] },
  });
});

it('says of each integration whether it was told, is being told, or will be', () => {
  const [one, two] = [sampleAlert({ fingerprint: 'a' }), sampleAlert({ fingerprint: 'b' })];
  const told = { integration: 'slack[0]', at: '2026-03-01T10:00:00.000Z', alerts: ['a'], isWaiting: false };
  const next = '2026-03-01T10:05:00.000Z';
  const stateOf = (over: Parameters<typeof sampleAlertGroup>[0]) => {
    const [first] = standingsOf(sampleAlertGroup({ told: [], nextLookAt: next, alerts: [one], ...over }));
    return [first?.state, first?.at];
  };
  expect(stateOf({})).toEqual(['due', next]);
  expect(stateOf({ told: [told] })).toEqual(['told', told.at]);
  expect(stateOf({ told: [{ ...told, isWaiting: true }] })).toEqual(['waiting', told.at]);
  expect(stateOf({ told: [told], alerts: [one, two] })).toEqual(['partly', next]);
  expect(stateOf({ alerts: [{ ...one, state: 'pending' }] })).toEqual(['would', null]);
  expect(stateOf({ alerts: [{ ...one, state: 'suppressed' }] })).toEqual(['quiet', null]);
});
