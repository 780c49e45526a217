import { describe, expect, it } from 'vitest';
import type { StoredDeployment } from './deployment.ts';
import { newDeployment } from './deployment.ts';
import type { DeploymentKind } from './deployment-kind.ts';
import type { StepResult } from './plan.ts';
import { afterStep, enter } from './plan.ts';
import type { Route, Step } from './steps.ts';
import { forwardSteps } from './steps.ts';

const ok: StepResult = { status: 'passed', detail: '' };
const failed: StepResult = { status: 'failed', code: 'error_rate', detail: 'bad' };

function begin(kind: DeploymentKind, from: StoredDeployment['from']): StoredDeployment {
  const who = { id: 'dep_1', service: 'shop', version: '2', requestedBy: 'ada', startedAt: 0 };
  const how = { kind, strategy: 'blue-green', slot: 'green', source: null, env: {} } as const;
  return enter(newDeployment({ ...who, ...how, from }, 'prepare'), 'prepare', 0);
}

/** Every step with what it came to, until the end; results that are not given are good. */
function walk(route: Route, results: Partial<Record<Step, StepResult>>, from: StoredDeployment['from'] = live) {
  let deployment = begin(route.kind, from);
  const steps: Step[] = [];
  while (deployment.step !== 'end') {
    steps.push(deployment.step);
    deployment = afterStep(deployment, results[deployment.step] ?? ok, forwardSteps(route), steps.length);
    if (deployment.isPaused) break;
  }
  return { steps, deployment };
}

const live = { slot: 'blue', version: '1' } as const;
const blueGreen: Route = { kind: 'deploy', canarySteps: 0, hasMigration: false };
const checked = ['prepare', 'clear_slot', 'start_instances', 'check_health', 'validate', 'measure_baseline'];

describe('the way of a deployment', () => {
  it.each([
    ['blue-green', blueGreen, {}, [...checked, 'switch', 'verify_public', 'analyse']],
    [
      'canary with a migration',
      { kind: 'deploy', canarySteps: 2, hasMigration: true },
      {},
      [...checked, 'migrate', 'weigh:0', 'watch:0', 'weigh:1', 'watch:1', 'switch', 'verify_public', 'analyse'],
    ],
    [
      'instant rollback',
      { ...blueGreen, kind: 'instant_rollback' },
      {},
      ['prepare', 'check_health', 'switch', 'verify_public'],
    ],
    ['bad before the switch', blueGreen, { validate: failed }, [...checked.slice(0, 5), 'retire_candidate']],
    [
      'bad after the switch',
      blueGreen,
      { analyse: failed },
      [...checked, 'switch', 'verify_public', 'analyse', 'switch_back', 'retire_candidate'],
    ],
    [
      'bad in the first canary step',
      { kind: 'deploy', canarySteps: 2, hasMigration: false },
      { 'watch:0': failed },
      [...checked, 'weigh:0', 'watch:0', 'switch_back', 'retire_candidate'],
    ],
    [
      'a switch that may or may not have happened',
      blueGreen,
      { switch: failed },
      [...checked, 'switch', 'switch_back', 'retire_candidate'],
    ],
    ['release refused', blueGreen, { prepare: failed }, ['prepare']],
  ] as const)('%s', (_what, route, results, steps) => {
    expect(walk(route, results).steps).toEqual(steps);
  });
});

describe('how it ends', () => {
  it.each([
    ['good', {}, live, { state: 'completed', outcome: 'completed', failedPhase: null, reason: null }],
    [
      'bad',
      { analyse: failed },
      live,
      {
        state: 'failed',
        outcome: 'rolled_back',
        failedPhase: 'analysis',
        reason: { code: 'error_rate', message: 'bad' },
        rollback: { attempted: true, success: true },
      },
    ],
    [
      'bad, and the first',
      { analyse: failed },
      null,
      { outcome: 'failed', rollback: { attempted: false, success: false } },
    ],
    ['refused', { prepare: failed }, live, { outcome: 'failed', rollback: { attempted: false, success: false } }],
    [
      'bad, and the old one is gone',
      { analyse: failed, switch_back: failed },
      live,
      { outcome: 'failed', rollback: { attempted: true, success: false }, hasTraffic: true },
    ],
    [
      'bad, and will not stop',
      { analyse: failed, retire_candidate: failed },
      live,
      { outcome: 'rolled_back', rollback: { attempted: true, success: true } },
    ],
  ] as const)('%s', (_what, results, from, ended) => {
    expect(walk(blueGreen, results, from).deployment).toMatchObject(ended);
  });

  it('skips the phases that it did not come to, and times those that it did', () => {
    const { deployment } = walk(blueGreen, { check_health: failed });
    expect(deployment.phases.map(({ name, status, startedAt, endedAt }) => [name, status, startedAt, endedAt])).toEqual(
      [
        ['preparation', 'passed', 0, 1],
        ['deployment', 'passed', 1, 3],
        ['health_check', 'failed', 3, 4],
        ['validation', 'skipped', null, null],
        ['traffic_switch', 'skipped', null, null],
        ['final_validation', 'skipped', null, null],
        ['analysis', 'skipped', null, null],
      ],
    );
  });
});

describe('an inconclusive analysis', () => {
  const inconclusive = (then: 'complete' | 'pause' | 'roll_back') =>
    walk(blueGreen, { analyse: { status: 'inconclusive', then, detail: 'too few requests' } }).deployment;

  it('completes, and is said', () => {
    expect(inconclusive('complete')).toMatchObject({ outcome: 'completed' });
    expect(inconclusive('complete').phases.at(-1)).toMatchObject({
      status: 'inconclusive',
      detail: 'too few requests',
    });
  });

  it('holds the deployment where it is', () => {
    expect(inconclusive('pause')).toMatchObject({ isPaused: true, step: 'analyse', outcome: null });
  });

  it('rolls back', () => {
    expect(inconclusive('roll_back')).toMatchObject({ outcome: 'rolled_back', reason: { code: 'inconclusive' } });
  });
});
