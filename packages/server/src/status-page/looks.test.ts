import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TargetHealth, TrafficState } from '../ship/traffic/traffic.ts';
import { judgeProbe } from './probe-look.ts';
import { judgeService, serviceLook } from './service-look.ts';

const target = (health: TargetHealth) => ({ id: 'i', host: '127.0.0.1', port: 1, health, lastProbe: '', inFlight: 0 });
const traffic = (blue: TargetHealth[], green: TargetHealth[] = [], split = { blue: 100, green: 0 }): TrafficState => ({
  ...{ split, paused: false },
  slots: { blue: blue.map(target), green: green.map(target) },
});

describe('the service', () => {
  it.each([
    ['up', 'an instance is ready', traffic(['up', 'down']), undefined],
    ['down', 'none is', traffic(['down', 'down']), undefined],
    ['down', 'there is none', traffic([]), undefined],
    ['down', 'only those without traffic are ready', traffic(['down'], ['up']), undefined],
    ['unknown', 'nobody has asked it yet', traffic(['unknown', 'down']), undefined],
    ['unknown', 'nothing was ever live', traffic([], [], { blue: 0, green: 0 }), undefined],
    ['down', 'it fails half of its visitors all the same', traffic(['up']), { requests: 20, errors: 10 }],
    ['up', 'it fails fewer', traffic(['up']), { requests: 20, errors: 9 }],
    ['up', 'so few asked that nothing is proven', traffic(['up']), { requests: 9, errors: 9 }],
  ] as const)('is %s when %s', (expected, _, state, answered) => {
    expect(judgeService(state, answered)).toBe(expected);
  });

  it('is down when nobody takes connections, whatever else is said', async () => {
    const door = createServer();
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const { port } = door.address() as AddressInfo;
    onTestFinished(() => void door.close());
    let isAway = false;
    const state = async () => (isAway ? Promise.reject(new Error('away')) : traffic(['up']));
    const look = serviceLook({ listen: { host: '0.0.0.0', port }, traffic: { state }, answered: () => undefined });
    expect(await look()).toBe('up');
    isAway = true;
    await expect(look()).rejects.toThrow('away');
    await new Promise((resolve) => door.close(resolve));
    expect(await look()).toBe('down');
  });
});

describe('a probe', () => {
  const found = (lastLookMs: number | undefined) => ({
    standing: { health: 'up' as const },
    lastLookMs,
    probe: { name: 'db', intervalMs: 30_000, timeoutMs: 5_000 },
  });

  it.each([
    ['unknown', undefined],
    ['unknown', found(undefined)],
    ['up', found(100_000)],
    ['unknown', found(30_000)],
  ] as const)('is %s at 100 s by %j', (expected, seen) => {
    expect(judgeProbe(seen, 100_000)).toBe(expected);
  });
});
