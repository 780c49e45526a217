import { sampleDeployment } from '@seaworthy/api/testing';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import { recordAccess } from './access-events.ts';
import { createActs } from './acts.ts';
import { AuditUnavailable } from './audit-unavailable.ts';
import { recordCrashLoops } from './crash-loops.ts';
import { recordDeployments } from './deployment-acts.ts';
import type { ReceiverState } from './receiver-watch.ts';
import { watchReceivers } from './receiver-watch.ts';

function noting() {
  const entries: NewAuditEntry[] = [];
  const trail = { note: (entry: NewAuditEntry) => void entries.push(entry) };
  return { trail, acts: createActs(trail), actions: () => entries.map(({ action }) => action), entries };
}

describe('a deployment', () => {
  const running = { outcome: null, endedAt: null, state: 'deploying' as const };
  const phases = (status: 'pending' | 'passed') => [
    { name: 'traffic_switch' as const, status, startedAt: null, durationMs: null, detail: '' },
  ];

  it('is told at its start, at the switch and at its end, each once, whatever comes how often', () => {
    const { trail, actions } = noting();
    const tell = recordDeployments(trail, 0);
    for (const over of [
      { ...running, phases: phases('pending') },
      { ...running, phases: phases('pending') },
      { ...running, phases: phases('passed') },
      { phases: phases('passed') },
      { phases: phases('passed') },
    ]) {
      tell(sampleDeployment(over));
    }
    expect(actions()).toEqual(['deployment.start', 'deployment.switch', 'deployment.complete']);
  });

  it('that is rolled back says why, and how it ended', () => {
    const { trail, entries } = noting();
    const tell = recordDeployments(trail, 0);
    const reason = { code: 'error_rate' as const, message: '12 % of the requests failed.' };
    tell(sampleDeployment({ ...running, phases: [] }));
    tell(sampleDeployment({ ...running, phases: [], state: 'rolling_back', reason }));
    tell(
      sampleDeployment({
        phases: [],
        state: 'failed',
        outcome: 'rolled_back',
        reason,
        rollback: { attempted: true, success: true },
      }),
    );
    expect(entries.slice(1)).toMatchObject([
      { action: 'deployment.roll_back', reason: 'error_rate: 12 % of the requests failed.' },
      { action: 'deployment.end_rolled_back', result: 'failure', data: { rollback: { success: true } } },
    ]);
  });

  it('that the control plane before began is taken over', () => {
    const { trail, actions } = noting();
    const deployment = sampleDeployment({ ...running, phases: phases('passed') });
    recordDeployments(trail, Date.parse(deployment.startedAt) + 1)(deployment);
    expect(actions()).toEqual(['deployment.resume']);
  });
});

it('a crash loop is told once, and again when it goes on for long', async () => {
  const { acts, actions } = noting();
  const clock = virtualClock();
  const tell = recordCrashLoops(acts, clock);
  const instance = { version: '1', slot: 'blue', restarts: 5 };
  for (const state of ['running', 'crash_loop', 'starting', 'crash_loop']) tell('i-1', { ...instance, state });
  expect(actions()).toEqual(['instance.crash_loop']);
  await clock.advance(600_000);
  tell('i-1', { ...instance, state: 'crash_loop' });
  expect(actions()).toHaveLength(2);
});

it('a receiver is told of when it begins to fail, and when it takes again what is sent', async () => {
  const { acts, entries } = noting();
  const clock = virtualClock();
  let states: ReceiverState[] = [];
  const stop = watchReceivers({ health: async () => states, acts, clock, report: () => {} });
  const failing = { receiver: 'team', integration: 'slack[0]', failingSince: 1, failure: { message: 'HTTP 500' } };
  for (const next of [[], [failing], [failing], [{ ...failing, failingSince: null, failure: null }]]) {
    states = next;
    await clock.advance(15_000);
  }
  stop();
  expect(entries).toMatchObject([
    { action: 'receiver.fail', resource: 'receivers/team/slack[0]', result: 'failure', reason: 'HTTP 500' },
    { action: 'receiver.recover', result: 'success' },
  ]);
});

describe('what the access room tells', () => {
  const event = {
    type: 'authentication',
    actor: 'ann',
    action: 'session.sign_in',
    resource: 'user ann',
    result: 'success',
  } as const;

  it('is recorded, but what the guard refuses, which the request itself tells', async () => {
    const entries: NewAuditEntry[] = [];
    const tell = recordAccess({ record: async (entry) => void entries.push(entry) });
    await tell(event);
    await tell({ ...event, type: 'authorization', result: 'refused', resource: 'POST /api/v1/stop' });
    expect(entries).toEqual([event]);
  });

  it('holds nobody up when it cannot be written: the entry of the request decides', async () => {
    await recordAccess({ record: () => Promise.reject(new AuditUnavailable('the disk is full')) })(event);
  });
});
