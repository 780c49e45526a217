import { routes } from '@seaworthy/api';
import { createMetrics } from '@seaworthy/kit/metrics';
import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import { createForwarder } from '../watch/otlp/forward/forwarder.ts';
import { createTelemetryHandlers } from './telemetry.ts';

const DAY = 86_400_000;
const GIBIBYTE = 2 ** 30;

/** A collector that nobody runs, and stores with something in them. */
function bench() {
  const forwarder = createForwarder({
    config: {
      otlp: [
        {
          ...{ endpoint: 'http://127.0.0.1:1', headers: {}, signals: ['traces', 'logs'], encoding: 'json' },
          ...{ compression: 'none', timeoutMs: 1_000, queueItems: 2, queueBytes: 1e6, batchItems: 10, batchWaitMs: 10 },
        },
      ],
    },
    ...{ clock: virtualClock(), metrics: createMetrics(), report: () => {} },
  });
  onTestFinished(() => forwarder.stop());
  const stats = {
    ...{ series: 3, samples: 30, newestMs: 0, problems: 0, refused: { out_of_order: 1, duplicate: 0, limit: 4 } },
    ...{ memory: { chunkBytes: 1, pageBytes: 2, indexBytes: 4 }, log: { segments: 1, bytes: 100 } },
    blocks: { count: 0, samples: 0, bytes: 1_000, oldestMs: Number.POSITIVE_INFINITY },
  };
  const handlers = createTelemetryHandlers({
    forwarder,
    watch: { sampling: { remotes: [], stats: () => stats, retentionMs: 30 * DAY } },
    logs: {
      stats: () => ({
        ...{ diskBytes: 500, waitingBytes: 20, oldestMs: 0, retentionMs: 7 * DAY, maxBytes: GIBIBYTE },
        dropped: { full: 5, invalid: 0 },
      }),
    },
    traces: { stats: () => ({ diskBytes: 50, pendingBytes: 5, oldestMs: undefined, dropped: { disk: 1 } }) },
    config: { service: { traces: { retentionMs: DAY, maxBytes: GIBIBYTE } } },
  });
  const read = () => {
    const answer = handlers.telemetry();
    expect(routes.telemetry.response.parse(answer)).toEqual(answer);
    return answer;
  };
  return { forwarder, read };
}

it('tells of each store what it takes, for how long it keeps, and what was lost', () => {
  expect(bench().read().stores).toEqual([
    {
      ...{ name: 'samples', diskBytes: 1_100, diskLimitBytes: null, memoryBytes: 7, retentionMs: 30 * DAY },
      ...{ oldest: null, dropped: { out_of_order: 1, duplicate: 0, limit: 4 } },
    },
    {
      ...{ name: 'logs', diskBytes: 500, diskLimitBytes: GIBIBYTE, memoryBytes: 20, retentionMs: 7 * DAY },
      ...{ oldest: '1970-01-01T00:00:00.000Z', dropped: { full: 5, invalid: 0 } },
    },
    {
      ...{ name: 'traces', diskBytes: 50, diskLimitBytes: GIBIBYTE, memoryBytes: 5, retentionMs: DAY },
      ...{ oldest: null, dropped: { disk: 1 } },
    },
  ]);
});

it('tells of each collector and signal what waits, what was lost, and that nobody knows yet whether it works', () => {
  const { forwarder, read } = bench();
  const record = {
    timeMs: 0,
    service: 'bell',
    instance: 'bell-1',
    level: 'info',
    message: 'rung',
    fields: {},
  } as const;
  forwarder.records([record, record, record]);
  const { forwarding } = read();
  expect(forwarding).toEqual([
    expect.objectContaining({ signal: 'traces', state: 'unknown', queue: { waiting: 0, limit: 2 } }),
    {
      ...{ to: '127.0.0.1:1', by: 'otlp', signal: 'logs', state: 'unknown', why: null },
      ...{ sent: 0, refused: 0, dropped: 1, retries: 0, queue: { waiting: 2, limit: 2 } },
    },
  ]);
});
