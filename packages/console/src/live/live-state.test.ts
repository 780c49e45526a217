import type { LiveEvent, Traffic } from '@seaworthy/api';
import { runningDeployment, sampleDeployment, sampleStatus, sampleTime, sampleTraffic } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { nothingSeen, withEvent, withStatus } from './live-state.ts';

const deploymentEvent = (deployment: ReturnType<typeof sampleDeployment>): LiveEvent => ({
  id: 1,
  time: sampleTime,
  type: 'deployment',
  deployment,
});
const under = runningDeployment(3, { durationMs: 5000 });
const seen = (...deployments: ReturnType<typeof sampleDeployment>[]) =>
  deployments.reduce((state, deployment) => withEvent(state, deploymentEvent(deployment)), nothingSeen);

describe('the deployment that is shown', () => {
  it('is the newest picture of the newest one', () => {
    const older = { ...under, durationMs: 4000 };
    expect(seen(under, older).deployment).toBe(under);
    const next = runningDeployment(0, { id: 'd-0003', startedAt: '2026-03-01T11:00:00.000Z' });
    expect(seen(sampleDeployment(), next, sampleDeployment()).deployment).toBe(next);
  });

  it('never comes back to life after its end', () => {
    expect(seen(sampleDeployment(), under).deployment?.outcome).toBe('completed');
  });

  it('comes with the status too', () => {
    expect(withStatus(nothingSeen, sampleStatus({ lastDeployment: under })).deployment).toBe(under);
  });

  it('counts as ended once', () => {
    const state = seen(under, sampleDeployment(), sampleDeployment());
    expect(state.ended).toBe(1);
  });
});

describe('traffic', () => {
  const sample = (second: number): LiveEvent => ({
    id: second,
    time: sampleTime,
    type: 'traffic',
    traffic: at(second),
  });
  const at = (second: number): Traffic =>
    sampleTraffic({ time: new Date(Date.parse(sampleTime) + second * 1000).toISOString() });
  const after = (...seconds: number[]) => seconds.map(sample).reduce(withEvent, nothingSeen).traffic;

  it('is kept for five minutes', () => {
    expect(after(0, 100, 301, 400).map(({ time }) => time)).toEqual(
      [at(100), at(301), at(400)].map(({ time }) => time),
    );
  });

  it('holds each sample once, in order, whatever a resumed stream repeats', () => {
    expect(after(1, 2, 3, 2, 3, 4)).toHaveLength(4);
  });
});
