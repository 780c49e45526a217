import { join } from 'node:path';
import type { Metrics } from '@seaworthy/kit/metrics';
import { createMetrics } from '@seaworthy/kit/metrics';
import { onTestFinished } from 'vitest';
import type { VirtualClock } from '../../platform/testing.ts';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import type { Span } from './span.ts';
import type { TraceLimits } from './trace-limits.ts';
import type { TraceStore, TraceStoreOptions } from './trace-store.ts';
import { openTraceStore } from './trace-store.ts';

/** Noon, where the virtual clock begins. */
export const testStartMs = Date.UTC(2030, 0, 1, 12);

export const testLimits: TraceLimits = {
  retentionMs: 3_600_000,
  maxBytes: 64 * 2 ** 20,
  sampling: { ratio: 1, slowMs: 1000, errors: true },
  quietMs: 5000,
  longestMs: 30_000,
  spansPerTrace: 1000,
  pendingBytes: 8 * 2 ** 20,
  span: { attributes: 128, valueLength: 4096, events: 128, links: 128, spanLength: 65_536 },
};

/** 32 digits that end in the given number, so that the ratio sees whatever a test wants. */
export function traceId(number: number | bigint): string {
  return `a0${number.toString(16).padStart(30, '0')}`;
}

export function spanId(number: number): string {
  return `b0${number.toString(16).padStart(14, '0')}`;
}

export interface Spanning {
  readonly trace?: string;
  readonly id?: number;
  readonly parent?: number;
  /** From the start of tests. */
  readonly startMs?: number;
  readonly durationMs?: number;
}

export function testSpan({
  trace,
  id = 1,
  parent,
  startMs = 0,
  durationMs = 10,
  ...over
}: Spanning & Partial<Span>): Span {
  const startUnixNano = BigInt(testStartMs) * 1_000_000n + BigInt(Math.round(startMs * 1e6));
  return {
    traceId: trace ?? traceId(1),
    spanId: spanId(id),
    ...(parent === undefined ? {} : { parentSpanId: spanId(parent) }),
    ...{ name: 'GET /press', kind: 'internal', service: 'doorbell', instance: 'doorbell-1' },
    startUnixNano,
    endUnixNano: startUnixNano + BigInt(Math.round(durationMs * 1e6)),
    ...{ status: 'unset', statusMessage: '', attributes: {}, resource: {}, scope: 'test' },
    ...{ events: [], links: [], traceState: '' },
    ...over,
  };
}

export interface StoreBench {
  readonly store: TraceStore;
  readonly clock: VirtualClock;
  readonly metrics: Metrics;
  readonly file: string;
  readonly failures: string[];
  /** Adds, and lets a second pass: what is sure to be kept is stored then. */
  put(...spans: readonly Span[]): Promise<void>;
  /** Ids of the traces that a search finds, newest first. */
  found(query?: Partial<Parameters<TraceStore['search']>[0]>): Promise<readonly string[]>;
  count(metric: string, labels?: Readonly<Record<string, string>>): Promise<number>;
}

/** A store over a real file, under a clock that stands still. */
export async function storeBench(
  over: Partial<TraceLimits> = {},
  given: Partial<Pick<TraceStoreOptions, 'file' | 'clock' | 'onSpans' | 'onKept'>> = {},
): Promise<StoreBench> {
  const clock = virtualClock(testStartMs);
  const metrics = createMetrics();
  const file = given.file ?? join(await testFolder(), 'telemetry', 'traces.db');
  const failures: string[] = [];
  const report = (error: unknown, doing: string) => void failures.push(`${doing}: ${error}`);
  const store = await openTraceStore({ limits: { ...testLimits, ...over }, clock, metrics, report, ...given, file });
  onTestFinished(() => store.stop().catch(() => undefined));
  return {
    ...{ store, clock, metrics, file, failures },
    async put(...spans) {
      store.add(spans);
      await store.flush();
      await clock.advance(1000);
      await store.flush();
    },
    async found(query = {}) {
      const all = { fromMs: 0, toMs: testStartMs + 1e9, limit: 100 };
      const { rows } = await store.search({ ...all, ...query });
      return rows.map((row) => row.traceId);
    },
    async count(metric, labels = {}) {
      const samples = await metrics.get(metric);
      const isWanted = (of: Readonly<Record<string, string>>) =>
        Object.entries(labels).every(([name, value]) => of[name] === value);
      return samples.filter((sample) => isWanted(sample.labels)).reduce((sum, { value }) => sum + value, 0);
    },
  };
}
