import type { Deployment, Phase } from '@seaworthy/api';
import { sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { createProgress } from '../terminal/progress.ts';
import { testHost } from '../testing.ts';
import { createPhasePrinter } from './phase-printer.ts';

const time = '2026-03-01T10:00:00.000Z';

function underWay(...phases: Pick<Phase, 'name' | 'status' | 'detail'>[]): Deployment {
  const begun = phases.map((phase) => ({
    ...phase,
    durationMs: 900,
    startedAt: phase.status === 'pending' ? null : time,
  }));
  return sampleDeployment({ state: 'switching', outcome: null, endedAt: null, phases: begun });
}

it('tells an inconclusive canary phase once, when all its steps are done', () => {
  const host = testHost();
  const print = createPhasePrinter(host, createProgress(host));
  const next = { name: 'final_validation', status: 'pending', detail: '' } as const;
  print(underWay({ name: 'traffic_switch', status: 'inconclusive', detail: '10 % to green; too few' }, next));
  expect(host.err()).toBe('');
  const whole = {
    name: 'traffic_switch',
    status: 'inconclusive',
    detail: '10 % to green; too few; 100 % to green',
  } as const;
  print(underWay(whole, { ...next, status: 'running' }));
  print(underWay(whole, { ...next, status: 'running' }));
  expect(host.err()).toBe('? traffic_switch       900 ms  10 % to green; too few; 100 % to green\n');
});
