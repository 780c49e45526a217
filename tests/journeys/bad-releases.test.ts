import type { Deployment, ReasonCode } from '@seaworthy/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, startLoad } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install, kill, plainYaml, statusOf } from './seaworthy.ts';

/**
 * A service that takes 100 ms for a request when all is well. The window is long, since whatever is bad ends it: what is not
 * noticed fails a test by its outcome, and nothing has to happen quickly.
 */
const yaml = plainYaml
  .replace('stopTimeout: 5s', 'stopTimeout: 5s\n  env: {DELAY_MS: "100"}')
  .replace('deadline: 30s', 'deadline: 5s')
  .replace('{http: GET /, status: 200}', '{http: GET /validate, status: 200}')
  .replace(
    'window: 1s, interval: 250ms, minRequests: 20, latencyRatio: 1000',
    'window: 20s, interval: 500ms, minRequests: 10, latencyRatio: 4',
  );
const ratePerSecond = 50;

interface BadRelease {
  readonly what: string;
  readonly fault: string;
  readonly reason: ReasonCode;
  readonly phase: string;
  /** The bad version gets traffic before it is known to be bad. */
  readonly serves: boolean;
}

const badReleases: readonly BadRelease[] = [
  { what: 'exits at start', fault: 'exit', reason: 'start_failed', phase: 'health_check', serves: false },
  {
    what: 'never becomes healthy',
    fault: 'unhealthy',
    reason: 'health_check_failed',
    phase: 'health_check',
    serves: false,
  },
  { what: 'fails validation', fault: 'invalid', reason: 'validation_failed', phase: 'validation', serves: false },
  {
    what: 'answers half of its requests with errors',
    fault: 'errors:0.5',
    reason: 'error_rate',
    phase: 'analysis',
    serves: true,
  },
  { what: 'is ten times slower', fault: 'slow:900', reason: 'latency', phase: 'analysis', serves: true },
  {
    what: 'dies after it went live',
    fault: 'exit-after:150',
    reason: 'instance_lost',
    phase: 'analysis',
    serves: true,
  },
];

describe('a release that', () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await install({ yaml });
    const started = await installation.cli('up', '--detach', '--port', String(installation.apiPort));
    expect(started, started.stderr).toMatchObject({ code: 0 });
  });
  afterAll(() => installation.remove());

  it.each(badReleases)('$what is rolled back for $reason', async ({ fault, reason, phase, serves }) => {
    const version = `2.0.0-${fault.replaceAll(/[^a-z0-9]/g, '-')}`;
    const load = startLoad({ port: installation.proxyPort, ratePerSecond });
    await eventually('there is something to compare with', () => load.sent >= ratePerSecond);
    const { code, document } = await installation.json<Deployment>('deploy', version, '--env', `FAULT=${fault}`);
    const report = await load.stop();
    const afterwards = await send({ port: installation.proxyPort, path: '/' });

    expect(code).toBe(3);
    expect(document).toMatchObject({
      outcome: 'rolled_back',
      failedPhase: phase,
      reason: { code: reason },
      rollback: { attempted: true, success: true },
    });
    expect(report.byVersion.has(version)).toBe(serves);
    expect(report.byVersion.get('1.0.0')).toBeGreaterThanOrEqual(40);
    expect(afterwards).toMatchObject({ status: 200, version: '1.0.0' });
    if (!serves) expect(report.failed).toEqual([]);
    expect((await statusOf(installation)).liveVersion).toBe('1.0.0');
  });

  it('is killed after it went live is rolled back for instance_lost, and its instance is gone', async () => {
    const load = startLoad({ port: installation.proxyPort, ratePerSecond });
    const deploying = installation.json<Deployment>('deploy', '2.1.0');
    const pid = await pidOfServing('2.1.0');
    kill(pid);
    const { code, document } = await deploying;
    await load.stop();
    expect({ code, reason: document.reason?.code }).toEqual({ code: 3, reason: 'instance_lost' });
  });

  it('an instance that dies is started again, and who comes meanwhile waits instead of failing', async () => {
    const load = startLoad({ port: installation.proxyPort, ratePerSecond });
    await eventually('traffic flows', () => load.sent >= ratePerSecond);
    const pid = await pidOfServing('1.0.0');
    kill(pid);
    await eventually('another one serves', async () => ![undefined, pid].includes(await servingPid('1.0.0')));
    const sentBefore = load.sent;
    await eventually('traffic flowed on', () => load.sent >= sentBefore + ratePerSecond);
    const report = await load.stop();
    // Only what the instance had in its hands when it died, and cannot be sent twice, is lost.
    expect(report.failed.filter((failure) => !failure.includes('502'))).toEqual([]);
    expect(report.failed.length).toBeLessThanOrEqual(5);
  });

  /** The process that answers for a version, once the proxy sends it traffic. */
  async function pidOfServing(version: string): Promise<number> {
    let pid: number | undefined;
    await eventually(`${version} serves`, async () => {
      pid = await servingPid(version);
      return pid !== undefined;
    });
    return pid ?? 0;
  }

  async function servingPid(version: string): Promise<number | undefined> {
    const { slots } = await statusOf(installation);
    const serving = slots.find((slot) => slot.version === version && slot.share === 1)?.instances[0];
    return serving?.state === 'running' ? (serving.pid ?? undefined) : undefined;
  }
});
