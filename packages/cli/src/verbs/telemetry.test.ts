import type { Forwarding, TelemetryStore } from '@seaworthy/api';
import { expect, it } from 'vitest';
import { runVerb, testControlPlane } from '../testing.ts';

const DAY = 86_400_000;

function forwarding(over: Partial<Forwarding>): Forwarding {
  return {
    ...{ to: 'collector:4318', by: 'otlp', signal: 'traces', state: 'working', why: null },
    ...{ sent: 12_345, refused: 0, dropped: 0, retries: 0, queue: { waiting: 3, limit: 10_000 } },
    ...over,
  };
}

function store(over: Partial<TelemetryStore>): TelemetryStore {
  return {
    ...{ name: 'samples', diskBytes: 25_000_000, diskLimitBytes: null, memoryBytes: 3_000_000 },
    ...{ retentionMs: 30 * DAY, oldest: '2030-01-01T00:00:00.000Z', dropped: { limit: 0 } },
    ...over,
  };
}

const stores = [
  store({}),
  store({ name: 'logs', diskLimitBytes: 2 ** 30, retentionMs: 7 * DAY, dropped: { full: 1_200, invalid: 2 } }),
  store({ name: 'traces', diskBytes: 0, diskLimitBytes: 2 ** 28, memoryBytes: 0, retentionMs: DAY }),
];

it('shows what is kept, what is handed on, and why something does not get through', async () => {
  const down = { state: 'failing', why: 'connection refused', sent: 0, dropped: 7 } as const;
  const answer = {
    stores,
    forwarding: [
      forwarding({}),
      forwarding({ signal: 'logs', ...down }),
      forwarding({ to: 'thanos', by: 'remote_write', signal: 'samples', state: 'unknown', sent: 0 }),
    ],
  };
  const { exit, out } = await runVerb(['telemetry'], await testControlPlane({ telemetry: () => answer }));
  expect(exit).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "STORE    DISK      OF AT MOST  MEMORY   KEPT FOR  LOST
    samples  23.8 MiB  -           2.9 MiB  30 d 0 h  none
    logs     23.8 MiB  1.0 GiB     2.9 MiB  7 d 0 h   1,200 full, 2 invalid
    traces   0 B       256.0 MiB   0 B      1 d 0 h   none

    TO              BY            SIGNAL   SENT    REFUSED  DROPPED  WAITING      STATE
    collector:4318  otlp          traces   12,345  0        0        3 of 10,000  working
    collector:4318  otlp          logs     0       0        7        3 of 10,000  failing
    thanos          remote write  samples  0       0        0        3 of 10,000  unknown

    logs to collector:4318: connection refused
    "
  `);
});

it('says where to write it when nothing is handed on, and prints JSON when asked', async () => {
  const place = await testControlPlane({ telemetry: () => ({ stores, forwarding: [] }) });
  expect((await runVerb(['telemetry'], place)).out).toContain('Nothing is handed on');
  expect(JSON.parse((await runVerb(['telemetry', '--json'], place)).out)).toEqual({ stores, forwarding: [] });
});
