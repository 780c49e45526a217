import { ServiceStatus } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../ship/runtime/supervisor.ts';
import type { TrafficState } from '../ship/traffic/traffic.ts';
import type { ObservedHealth } from './observed-health.ts';
import type { StatusParts } from './status.ts';
import { assembleStatus } from './status.ts';

const instance = (over: Partial<Instance> = {}): Instance => ({
  id: 'bell-blue-1',
  slot: 'blue',
  version: '1.0.0',
  host: '127.0.0.1',
  port: 4001,
  pid: 7,
  state: 'running',
  restarts: 0,
  startedAt: 0,
  lastExit: null,
  logFile: '/logs/1',
  ...over,
});
const target = {
  id: 'bell-blue-1',
  host: '127.0.0.1',
  port: 4001,
  health: 'up',
  lastProbe: '200',
  inFlight: 2,
} as const;
const traffic: TrafficState = { split: { blue: 95, green: 5 }, paused: false, slots: { blue: [target], green: [] } };
const healthy: ObservedHealth = { status: 'healthy', message: 'healthy', report: null };
const parts = (over: Partial<StatusParts> = {}): StatusParts => ({
  service: { name: 'bell', environment: 'local' },
  instances: [instance()],
  healthOf: () => healthy,
  traffic,
  proxy: { pid: 9, listen: '127.0.0.1:8080' },
  live: { slot: 'blue', version: '1.0.0' },
  lastDeployment: undefined,
  deploymentCount: 0,
  alerts: { critical: 1, warning: 0, info: 0, firing: 2, silenced: 1, pending: 0 },
  keptUntilMs: { green: 1_000 },
  uptimeSeconds: 5,
  ...over,
});
const healthWith = (...statuses: ObservedHealth['status'][]) => {
  const instances = statuses.map((_, index) => instance({ id: String(index) }));
  const healthOf = ({ id }: Instance): ObservedHealth => ({ ...healthy, status: statuses[Number(id)] ?? 'unknown' });
  return assembleStatus(parts({ instances, healthOf })).health;
};

describe('the status', () => {
  it('joins what each room knows, in the shape of the API', () => {
    const status = assembleStatus(parts());
    expect(ServiceStatus.parse(status)).toEqual(status);
    expect(status).toMatchObject({ liveVersion: '1.0.0', current_environment: 'blue', active_environment: 'blue' });
    expect(status.slots).toMatchObject([
      { slot: 'blue', version: '1.0.0', share: 0.95, inFlight: 2, instances: [{ address: '127.0.0.1:4001' }] },
      { slot: 'green', version: null, share: 0.05, keptUntil: '1970-01-01T00:00:01.000Z' },
    ]);
  });

  it('of a service that never was live is unknown, not bad', () => {
    const status = assembleStatus(parts({ live: undefined, instances: [] }));
    expect(status).toMatchObject({ health: 'unknown', liveVersion: null, liveSlot: null, deploymentState: 'idle' });
  });

  it('is unknown while the proxy cannot be asked', () => {
    expect(assembleStatus(parts({ traffic: undefined }))).toMatchObject({
      health: 'unknown',
      proxy: { reachable: false, pid: 9 },
    });
  });

  it.each([
    ['healthy', ['healthy', 'healthy']],
    ['degraded', ['healthy', 'degraded']],
    ['degraded', ['healthy', 'unhealthy']],
    ['unhealthy', ['unhealthy', 'unhealthy']],
    ['unknown', ['healthy', 'unknown']],
    ['degraded', ['unknown', 'unhealthy']],
  ] as const)('is %s when the live instances are %o', (expected, statuses) => {
    expect(healthWith(...statuses)).toBe(expected);
  });

  it('counts a process in a crash loop as unhealthy, whatever it last said', () => {
    const status = assembleStatus(parts({ instances: [instance({ state: 'crash_loop' })] }));
    expect(status.health).toBe('unhealthy');
    expect(status.slots[0]?.instances[0]).toMatchObject({ healthMessage: 'it stops again and again' });
  });
});
