import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../clock/testing.ts';
import { withContext } from '../../context/context.ts';
import { recordedLogger } from '../../logging/testing.ts';
import { createMetrics } from '../../metrics/metrics.ts';
import { keepingExporter } from '../testing.ts';
import { createTracing } from '../tracing.ts';
import type { ExportOutcome } from './exporter.ts';
import { ExportFailure } from './exporter.ts';
import type { BatchOptions } from './span-queue.ts';

const busy = new ExportFailure('busy', { retryable: true });
const refused = new ExportFailure('refused', { retryable: false });

function start(outcomes: (Error | ExportOutcome | Promise<ExportOutcome>)[] = [], batch: BatchOptions = {}) {
  const clock = virtualClock();
  const kept = keepingExporter(outcomes);
  const { logger, lines } = recordedLogger();
  const metrics = createMetrics();
  const tracing = createTracing({
    service: 'test',
    enabled: true,
    exporter: kept.exporter,
    batch,
    clock,
    logger,
    metrics,
    random: () => 1,
  });
  const counts = async () => {
    const dropped = await metrics.get('tracing_spans_dropped_total');
    const exported = await metrics.get('tracing_spans_exported_total');
    const lost = dropped.filter(({ value }) => value > 0).map(({ labels, value }) => [labels['reason'], value]);
    return { exported: exported[0]?.value, ...Object.fromEntries(lost) };
  };
  const record = (count: number) => {
    for (let index = 0; index < count; index++) tracing.start(`span ${index}`).end();
  };
  return { ...kept, clock, tracing, record, lines, counts };
}

describe('spans on their way out', () => {
  it('wait a second for others, and go together', async () => {
    const { clock, record, batches, spans } = start();
    record(3);
    await clock.advance(999);
    expect(batches).toHaveLength(0);
    record(2);
    await clock.advance(1);
    expect([batches.length, spans().length]).toEqual([1, 5]);
  });

  it('go at once when a batch is full', async () => {
    const { clock, record, batches } = start([], { maxBatch: 10 });
    record(10);
    await clock.advance(0);
    expect(batches).toHaveLength(1);
  });

  it('are tried again with growing pauses while the receiver is busy', async () => {
    const { clock, record, batches, counts, lines } = start([busy, busy, busy]);
    record(1);
    await clock.advance(1000 + 1000 + 2000 + 3999);
    expect(batches).toHaveLength(0);
    await clock.advance(1);
    expect(batches).toHaveLength(1);
    expect([await counts(), lines()]).toEqual([{ exported: 1 }, []]);
  });

  it('wait as long as the receiver asks for', async () => {
    const later = new ExportFailure('later', { retryable: true, retryAfterMs: 20_000 });
    const { clock, record, batches } = start([later]);
    record(1);
    await clock.advance(1000 + 19_999);
    expect(batches).toHaveLength(0);
    await clock.advance(1);
    expect(batches).toHaveLength(1);
  });

  it('that are lost are counted, and told once until it is over', async () => {
    const { clock, record, counts, lines } = start([refused, refused, { rejected: 2, reason: 'too old' }]);
    for (let round = 0; round < 4; round++) {
      withContext({ correlationId: 'of a request' }, () => record(5));
      await clock.advance(1000);
    }
    expect(await counts()).toEqual({ exported: 8, export_failed: 10, rejected: 2 });
    expect(lines().map(({ level, message, lostSpans, context }) => [level, message, lostSpans, context])).toEqual([
      ['warn', 'spans are lost', 5, {}],
      ['info', 'spans are exported again', 10, {}],
      ['warn', 'spans are lost', 2, {}],
      ['info', 'spans are exported again', 2, {}],
    ]);
  });

  it('are given up after the attempts are over, and the next ones are tried', async () => {
    const { clock, record, counts } = start([busy, busy], { attempts: 2 });
    record(4);
    await clock.advance(5000);
    record(1);
    await clock.advance(1000);
    expect(await counts()).toEqual({ exported: 1, export_failed: 4 });
  });

  it('never wait for a receiver that hangs: what the queue cannot hold is dropped and counted', async () => {
    let answer: (outcome: ExportOutcome) => void = () => undefined;
    const hanging = new Promise<ExportOutcome>((resolve) => {
      answer = resolve;
    });
    const { clock, record, counts } = start([hanging], { maxQueued: 20, maxBatch: 10 });
    record(10);
    await clock.advance(0);
    record(100);
    expect(await counts()).toEqual({ exported: 0, queue_full: 80 });
    answer({ rejected: 0, reason: '' });
    await clock.advance(0);
    expect(await counts()).toEqual({ exported: 30, queue_full: 80 });
  });

  it('leave at the shutdown, and those that cannot within its deadline are counted', async () => {
    const good = start();
    good.record(700);
    await good.tracing.shutdown();
    good.record(1);
    expect(await good.counts()).toEqual({ exported: 700, shutdown: 1 });

    const bad = start([busy, busy, busy, busy, busy]);
    bad.record(700);
    const stopping = bad.tracing.shutdown({ deadlineMs: 2500 });
    await bad.clock.advance(2500);
    await stopping;
    expect(await bad.counts()).toEqual({ exported: 0, shutdown: 700 });
    expect(bad.lines()).toMatchObject([{ message: 'spans are lost', reason: 'shutdown' }]);
  });
});
