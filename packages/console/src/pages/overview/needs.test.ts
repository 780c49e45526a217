import type { Approval, ServiceStatus } from '@seaworthy/api';
import {
  runningDeployment,
  sampleAlert,
  sampleDeployment,
  sampleInstance,
  sampleNotification,
  sampleReceiver,
  sampleSlo,
  sampleSlot,
  sampleStatus,
  sampleToken,
} from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import type { Known } from './need.ts';
import { needsOf } from './needs.ts';

const now = Date.parse('2026-03-01T10:00:00.000Z');
const at = (ms: number) => new Date(now + ms).toISOString();
const day = 86_400_000;

const whatOf = (known: Partial<Known>) =>
  needsOf({ me: 'ann', status: sampleStatus(), ...known }, now).map((n) => n.what);
const withStatus = (over: Partial<ServiceStatus>) => whatOf({ status: sampleStatus(over) });

const approval: Approval = {
  ...{ id: 'ap-1', act: 'deploy', summary: 'deploy 1.4.0', asked: {}, askedBy: 'bob', state: 'pending', needed: 1 },
  ...{ votes: [], createdAt: at(-1000), expiresAt: at(3_600_000), endedAt: null, error: null },
};

it('needs nobody when all is well, and when nothing of the rest may be seen', () => {
  expect(whatOf({})).toEqual([]);
  expect(whatOf({ alerts: [], approvals: [], tokens: [], own: new Map() })).toEqual([]);
});

it('tells of the service itself: a proxy that is away, unhealthy instances, a rollout that waits or is stuck', () => {
  const { proxy } = sampleStatus();
  expect(withStatus({ proxy: { ...proxy, reachable: false } })).toEqual(['The proxy does not answer']);
  expect(withStatus({ proxy: { ...proxy, paused: true } })).toEqual(['Traffic is paused']);
  const sick = sampleSlot('green', { instances: [sampleInstance('green', { health: 'unhealthy' })] });
  expect(withStatus({ slots: [sampleSlot('blue'), sick] })).toEqual(['doorbell-green-1 is unhealthy']);
  const paused = runningDeployment(4, { version: '1.2.0', paused: true, candidateShare: 0.25 });
  expect(withStatus({ lastDeployment: paused })).toEqual(['1.2.0 is paused with 25 % of the traffic']);
  const stuck = sampleDeployment({ outcome: 'failed', rollback: { attempted: true, success: false } });
  expect(withStatus({ lastDeployment: stuck })).toEqual(['1.1.0 could not be taken back']);
});

it('tells of a budget that is used up', () => {
  const slos = [sampleSlo(), sampleSlo({ name: 'latency', state: 'exhausted' }), sampleSlo({ state: 'burning' })];
  expect(whatOf({ slos })).toEqual(['The budget of latency is used up']);
});

it('asks for approvals of what others want, once', () => {
  const voted = { by: 'ann', verdict: 'approve' as const, reason: null, at: at(0) };
  const approvals = [approval, { ...approval, askedBy: 'ann' }, { ...approval, votes: [voted] }];
  expect(whatOf({ approvals })).toEqual(['bob asks: deploy 1.4.0']);
});

it('names alerts that fire once each, the critical ones first, and none that are kept quiet', () => {
  const alerts = [
    sampleAlert({ name: 'Slow', severity: 'warning' }),
    sampleAlert({ name: 'Down' }),
    sampleAlert({ name: 'Down', fingerprint: '2' }),
    sampleAlert({ name: 'Quiet', state: 'suppressed' }),
    sampleAlert({ name: 'Soon', state: 'pending' }),
  ];
  expect(whatOf({ alerts })).toEqual(['Down fires, 2 times', 'Slow fires']);
});

it('tells of a receiver that nothing gets through to, not of its alert and its deliveries once more', () => {
  const receivers = [sampleReceiver({ state: 'failing' })];
  const alerts = [sampleAlert({ name: 'SeaworthyReceiverFailing' })];
  const givenUp = [sampleNotification({ state: 'gave_up', endedAt: at(-1000) })];
  expect(whatOf({ receivers, alerts, givenUp })).toEqual(['Nothing gets through to ops by slack']);
  expect(whatOf({ alerts })).toEqual(['SeaworthyReceiverFailing fires']);
  expect(whatOf({ givenUp })).toEqual(['1 notification was given up today']);
  expect(whatOf({ givenUp: [sampleNotification({ endedAt: at(-2 * day) })] })).toEqual([]);
});

it('warns before tokens, secrets and the certificate end', () => {
  const tokens = [
    sampleToken({ name: 'ci', expiresAt: at(3 * day) }),
    sampleToken({ name: 'old', expiresAt: at(-day) }),
    sampleToken({ name: 'long', expiresAt: at(60 * day) }),
  ];
  expect(whatOf({ tokens })).toEqual(['The token ci ends soon']);
  const secret = {
    source: 'own' as const,
    version: 1,
    setBy: null,
    setAt: null,
    ageSeconds: null,
    maxAgeSeconds: null,
  };
  const secrets = [
    { ...secret, name: 'dsn', state: 'due' as const, usedBy: [] },
    { ...secret, name: 'key', state: 'missing' as const, usedBy: [] },
    { ...secret, name: 'fine', state: 'set' as const, usedBy: [] },
  ];
  expect(whatOf({ secrets })).toEqual(['The secret key is missing', 'The secret dsn is due for a new value']);
  const ending = (ms: number) =>
    whatOf({ own: new Map([['seaworthy_tls_certificate_expiry_timestamp_seconds', (now + ms) / 1000]]) });
  expect([ending(9.5 * day), ending(-day), ending(40 * day)]).toEqual([
    ...[['The TLS certificate ends in 9 days'], ['The TLS certificate has ended'], []],
  ]);
});

it('tells of stores that take nothing, or were damaged lately', () => {
  const own = new Map([
    ['seaworthy_audit_writable', 0],
    ['seaworthy_audit_lost_entries', 2],
    ['seaworthy_logs_write_failing', 1],
  ]);
  expect(whatOf({ own })).toEqual([
    ...['The audit trail cannot be written', '2 audit entries could not be kept', 'Logs cannot be stored'],
  ]);
  const entry = {
    ...{
      sequence: 7,
      type: 'security_event',
      actor: 'system',
      action: 'store.damage_found',
      result: 'failure' as const,
    },
    ...{ resource: 'stores/samples', reason: 'a block is torn', previous: '', hash: '' },
  };
  const damage = [{ ...entry, time: at(-day) }];
  expect(whatOf({ damage })).toEqual(['Damage was found in the store of samples']);
  expect(whatOf({ damage: [{ ...entry, time: at(-9 * day) }] })).toEqual([]);
});
