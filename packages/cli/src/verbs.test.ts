import { Refusal, sampleDeployment, sampleStatus } from '@seaworthy/api/testing';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { runVerb, testControlPlane, testHost } from './testing.ts';

const verbs = [
  ['status'],
  ['deploy', '1.1.0'],
  ['deploy', '1.1.0', '--dry-run'],
  ['rollback'],
  ['promote'],
  ['pause'],
  ['resume'],
  ['abort'],
  ['releases'],
  ['deployments'],
  ['deployments', 'show'],
  ['deployments', 'show', 'd-0002'],
  ['health'],
  ['health', '--detailed'],
  ['logs'],
  ['traces'],
  ['traces', 'stats'],
  ['alerts'],
  ['alerts', 'history'],
  ['silences'],
  ['silences', 'list'],
  ['silences', 'add', 'WorkerDown'],
  ['silences', 'add', 'WorkerDown', '--dry-run'],
  ['silences', 'expire', 'x'],
  ['routes', 'show'],
  ['routes', 'test', 'severity=critical'],
  ['receivers'],
  ['receivers', 'test', 'ops'],
  ['config', 'show'],
  ['config', 'reload'],
  ['doctor'],
  ['version'],
  ['sign-in'],
  ['users'],
  ['users', 'list'],
  ['users', 'add', 'ann', '--role', 'operator'],
  ['users', 'remove', 'ann'],
  ['users', 'disable', 'ann'],
  ['users', 'enable', 'ann'],
  ['users', 'role', 'ann', 'viewer', 'reviewer'],
  ['users', 'reset', 'ann', '--second-factor'],
  ['users', 'sign-out', 'ann'],
  ['roles'],
  ['roles', 'add', 'subtitler', '--permission', 'asr:view_files'],
  ['roles', 'remove', 'subtitler'],
  ['tokens'],
  ['tokens', 'create', 'ci', '--role', 'operator'],
  ['tokens', 'revoke', '0123456789abcdef'],
];

describe('what changes the service', () => {
  it.each([['promote'], ['pause'], ['resume'], ['abort'], ['rollback'], ['deploy', '1.1.0']] as const)(
    '%s sends the reason along',
    async (...argv) => {
      const plane = await testControlPlane();
      await runVerb([...argv, '--reason', 'support sees errors'], plane);
      const [name] = argv;
      const asked = plane.requests.find((request) => request.name === name);
      expect(asked?.body).toMatchObject({ reason: 'support sees errors' });
    },
  );
});

describe('with --json', () => {
  it.each(verbs)('%s %s %s prints one document on stdout, and nothing else', async (...argv) => {
    const { exit, out } = await runVerb([...argv, '--json'], await testControlPlane());
    expect(exit).toBe(0);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(out).toMatch(/^\{[\s\S]*\}\n$/);
  });

  const exits: Record<string, number> = { doctor: 1, 'config show': 2 };
  it.each(verbs.filter(([name]) => name !== 'version'))(
    '%s %s %s still prints one document when nobody answers',
    async (...argv) => {
      const host = testHost();
      const exit = await run([...argv, '--json', '--state-dir', '/nowhere'], host);
      expect(exit).toBe(exits[argv.join(' ')] ?? 5);
      expect(() => JSON.parse(host.out())).not.toThrow();
    },
  );

  it('prints usage errors as a document too', async () => {
    const host = testHost();
    expect(await run(['deploy', '--json'], host)).toBe(2);
    expect(JSON.parse(host.out())).toEqual({
      error: {
        code: 'usage',
        message: "missing required argument 'version'",
        hint: 'Run `seaworthy deploy --help`.',
      },
    });
  });
});

describe('for people', () => {
  it.each(verbs)('%s %s %s says something', async (...argv) => {
    const { exit, out, err } = await runVerb(argv, await testControlPlane());
    expect({ exit, stack: /\n\s+at /.test(err) }).toEqual({ exit: 0, stack: false });
    expect(out.trim()).not.toBe('');
    expect(out).not.toContain('undefined');
  });

  it('shows the service at one look', async () => {
    const { out } = await runVerb(['status'], await testControlPlane());
    expect(out).toMatchInlineSnapshot(`
      "service        doorbell (local)
      health         healthy
      live           1.1.0 on green
      alerts         none
      proxy          http://127.0.0.1:8080
      deployment     1.1.0 completed 48.0 s ago; requests: 2,845 total, 0 failed, 0 retried [d-0002]
      control plane  up 1 h 2 min

      SLOT   VERSION  TRAFFIC  IN FLIGHT  INSTANCES
      blue   1.0.0    0 %      0          1 of 1 running  kept warm for 9 min 12 s
      green  1.1.0    100 %    3          1 of 1 running

      INSTANCE          SLOT   VERSION  ADDRESS          PID  STATE    HEALTH   RESTARTS  STARTED
      doorbell-blue-1   blue   1.0.0    127.0.0.1:40001  -    running  healthy  0         2 min 0 s ago
      doorbell-green-1  green  1.1.0    127.0.0.1:40002  -    running  healthy  0         2 min 0 s ago
      "
    `);
  });

  it('shows a deployment with its analysis and phases', async () => {
    const { out } = await runVerb(['deployments', 'show', 'd-0002'], await testControlPlane());
    expect(out).toMatchInlineSnapshot(`
      "completed: doorbell 1.1.0 is live on green, after 1 min 12 s; before it, 1.0.0
      id            d-0002
      strategy      blue-green
      asked for by  cli
      started       2026-03-01T10:00:00.000Z
      ended         2026-03-01T10:01:12.000Z
      requests      2,845 total, 0 failed, 0 retried
      analysis      pass: The error rate 0.0 % stayed under 10 %, and the latency ratio 1.02 under 2.
        before      1,200 requests in 60 s, errors 0 %, mean 11 ms, p95 24 ms
        candidate   1,180 requests in 60 s, errors 0 %, mean 11 ms, p95 25 ms

      ✓ preparation          400 ms
      ✓ deployment           650 ms
      ✓ health_check         900 ms
      ✓ validation            1.1 s
      ✓ traffic_switch        1.4 s
      ✓ final_validation      1.6 s
      ✓ analysis              1.9 s
      "
    `);
  });
});

describe('exit codes', () => {
  const outcomes = [
    ['completed', 0],
    ['dry_run', 0],
    ['failed', 1],
    ['rolled_back', 3],
    ['refused', 4],
  ] as const;

  it.each(outcomes)('a deployment that ends %s exits %d', async (outcome, exit) => {
    const ended = sampleDeployment({ outcome, reason: { code: 'error_rate', message: '12 % of requests failed.' } });
    const found = await runVerb(
      ['deploy', '1.1.0'],
      await testControlPlane({ deploy: () => ended, deployment: () => ended }),
    );
    expect(found.exit).toBe(exit);
  });

  const refusals = [
    ['lock_held', 4],
    ['unauthenticated', 4],
    ['no_previous_release', 4],
    ['release_not_found', 1],
    ['config_invalid', 2],
    ['internal', 1],
  ] as const;

  it.each(refusals)('an answer of %s exits %d, and says what to do', async (code, exit) => {
    const plane = await testControlPlane({
      status: () => {
        throw new Refusal(code);
      },
    });
    const found = await runVerb(['status'], plane);
    expect(found.exit).toBe(exit);
    expect(found.err).toMatch(new RegExp(`^error: .+ \\(${code}\\)\n {2}what to do: .+\n$`));
  });

  it('an unhealthy service exits 1', async () => {
    const plane = await testControlPlane({ status: () => sampleStatus({ health: 'unhealthy' }) });
    expect((await runVerb(['health'], plane)).exit).toBe(1);
  });

  const usageErrors = [
    ['bogus'],
    ['deploy'],
    ['status', '--bogus'],
    ['deploy', '1', '--strategy', 'magic'],
    ['logs', '--limit', '0'],
    ['deploy', '1', '--wait-lock', 'long'],
    ['deploy', '1', '--env', 'novalue'],
    ['deploy', '1', '--source', 'a', '--image', 'b'],
  ];
  it.each(usageErrors)('bad usage exits 2: %s %s %s %s', async (...argv) => {
    const found = await runVerb(argv, await testControlPlane());
    expect(found.exit).toBe(2);
    expect(found.err).toMatch(/^error: .+ \(usage\)\n {2}what to do: .+\n$/);
  });
});
