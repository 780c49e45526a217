import type { Deployment } from '@seaworthy/api';
import type { Handlers } from '@seaworthy/api/testing';
import { BreakOff, Refusal, runningDeployment, sampleDeployment, sampleTime } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { gone, runVerb, testControlPlane, testHost } from './testing.ts';

const ended = sampleDeployment();

describe('deploy', () => {
  it('sends what was asked for, once, under one key', async () => {
    const plane = await testControlPlane();
    const argv = ['deploy', '2.0.0', '--source', 'build', '--strategy', 'canary', '--env', 'A=1', '--env', 'B=x=y'];
    await runVerb([...argv, '--wait-lock', '1m'], plane);
    const starts = plane.requests.filter(({ name }) => name === 'deploy');
    expect(starts.map(({ body }) => body)).toEqual([
      {
        version: '2.0.0',
        source: '/work/build',
        strategy: 'canary',
        env: { A: '1', B: 'x=y' },
        dryRun: false,
        waitLockMs: 60_000,
      },
    ]);
    expect(starts[0]?.headers['idempotency-key']).toBe('id-1');
  });

  it('tells each phase once as it happens, and the outcome last', async () => {
    const plane = await testControlPlane(
      stages([runningDeployment(0), runningDeployment(3), runningDeployment(6), ended]),
    );
    const { err, out } = await runVerb(['deploy', '1.1.0'], plane);
    expect(err).toMatchInlineSnapshot(`
      "✓ preparation          400 ms
      ✓ deployment           650 ms
      ✓ health_check         900 ms
      … validation          running  under way
      ✓ validation            1.1 s
      ✓ traffic_switch        1.4 s
      ✓ final_validation      1.6 s
      … analysis            running  under way
      ✓ analysis              1.9 s
      "
    `);
    expect(out).toMatchInlineSnapshot(`
      "completed: doorbell 1.1.0 is live on green, after 1 min 12 s; before it, 1.0.0
      requests  2,845 total, 0 failed, 0 retried
      analysis  pass: The error rate 0.0 % stayed under 10 %, and the latency ratio 1.02 under 2.
      "
    `);
  });

  it('moves a line on a terminal, and leaves only what ended', async () => {
    const plane = await testControlPlane(stages([runningDeployment(1), ended]));
    const host = testHost({ isTerminal: true });
    await runVerb(['deploy', '1.1.0'], plane, host);
    const kept = host
      .err()
      .split('\r\x1b[2K')
      .flatMap((part) => part.split('\n').slice(0, -1));
    expect(kept).toHaveLength(7);
    expect(host.err()).toContain('⠋ deployment');
  });

  it('says why a release was taken back, and what serves now', async () => {
    const back = sampleDeployment({
      outcome: 'rolled_back',
      state: 'failed',
      failedPhase: 'analysis',
      reason: { code: 'error_rate', message: '52 % of 400 requests failed' },
      rollback: { attempted: true, success: true },
    });
    const { exit, out } = await runVerb(['deploy', '1.1.0'], await testControlPlane(stages([back])));
    expect(exit).toBe(3);
    expect(out).toContain('rolled back: doorbell 1.1.0 in analysis: 52 % of 400 requests failed (error_rate)');
    expect(out).toContain('1.0.0 serves, as before.');
  });

  it('gives a script one form, even when it was refused before it began', async () => {
    const plane = await testControlPlane({
      deploy: () => {
        throw new Refusal('lock_held', 'A deployment by anna is under way.');
      },
    });
    const { exit, out } = await runVerb(['deploy', '1.1.0', '--json'], plane);
    expect(exit).toBe(4);
    expect(JSON.parse(out)).toMatchObject({
      version: '1.1.0',
      outcome: 'refused',
      reason: { code: 'lock_held', message: 'A deployment by anna is under way.' },
      phases: [],
      requests: { total: 0, failed: 0, retried: 0 },
      error: { code: 'lock_held', requestId: 'r-1' },
    });
  });

  it('lets go on Ctrl-C, and says how to follow and to stop it', async () => {
    const host = testHost();
    const plane = await testControlPlane({
      ...stages([runningDeployment(1)]),
      deployment: () => {
        setImmediate(() => host.interrupt());
        return runningDeployment(1);
      },
    });
    const { exit, err } = await runVerb(['deploy', '1.1.0'], plane, host);
    expect(exit).toBe(1);
    expect(err).toContain('let go of d-0002, which goes on. Follow it: seaworthy deployments show d-0002.');
    expect(plane.requests.map(({ name }) => name)).not.toContain('abort');
  });
});

describe('a control plane that goes away', () => {
  it('is waited for, and asked how the deployment ended', async () => {
    let looks = 0;
    const plane = await testControlPlane({
      ...stages([runningDeployment(4)]),
      deployment: () => {
        looks += 1;
        if (looks === 1) return runningDeployment(4);
        if (looks < 5) throw new BreakOff();
        return ended;
      },
    });
    const { exit, err } = await runVerb(['deploy', '1.1.0'], plane);
    expect({ exit, notices: err.split('waiting for it to come back').length - 1 }).toEqual({ exit: 0, notices: 1 });
  });

  it('is given up on after minutes, with how to find out', async () => {
    const plane = await testControlPlane({
      ...stages([runningDeployment(4)]),
      deployment: () => {
        throw new Refusal('unavailable');
      },
    });
    let nowMs = 0;
    const host = testHost({ now: () => (nowMs += 10_000) });
    const { exit, err } = await runVerb(['deploy', '1.1.0'], plane, host);
    expect(exit).toBe(1);
    expect(err).toContain('how deployment d-0002 ended is not known. (not_known)');
  });

  it('that breaks the first call is asked again, under the same key', async () => {
    let calls = 0;
    const plane = await testControlPlane({
      deploy: () => {
        calls += 1;
        if (calls === 1) throw new BreakOff();
        return ended;
      },
    });
    const { exit } = await runVerb(['deploy', '1.1.0'], plane);
    const keys = plane.requests
      .filter(({ name }) => name === 'deploy')
      .map(({ headers }) => headers['idempotency-key']);
    expect({ exit, keys }).toEqual({ exit: 0, keys: ['id-1', 'id-1'] });
  });
});

/** A deployment that takes one step each time that it is looked at. */
function stages(steps: readonly Deployment[]): Handlers {
  let looks = 0;
  const [first = ended] = steps;
  return {
    deploy: () => first,
    deployment: () => steps[Math.min(looks++, steps.length - 1)] ?? ended,
    async *events({ signal }) {
      yield { id: 1, time: sampleTime, type: 'deployment' as const, deployment: { ...first, id: 'another' } };
      await gone(signal);
    },
  };
}
