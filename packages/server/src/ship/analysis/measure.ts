import type { Measure } from '@seaworthy/api';
import type { Counters, SideCounters } from '../traffic/traffic.ts';
import { failures } from '../traffic/traffic.ts';

/** What one side did in a stretch of time; stretches of one side can be added up. */
export interface Stretch {
  readonly requests: number;
  readonly errors: number;
  readonly latencySumMs: number;
  readonly latencyCount: number;
  readonly bucketBoundsMs: readonly number[];
  readonly bucketCounts: readonly number[];
  readonly ms: number;
}

export type Side = (counters: Counters) => SideCounters;

/** Undefined when the two cannot be compared: the counters began anew between them. That is unknown, not zero. */
export function stretchBetween(before: Counters, after: Counters, side: Side): Stretch | undefined {
  if (before.epoch !== after.epoch) return undefined;
  const [a, b] = [side(before), side(after)];
  if (b.requests < a.requests) return undefined;
  return {
    requests: b.requests - a.requests,
    // A 5xx that was cut short as well is one failed request.
    errors: Math.min(failures(b) - failures(a), b.requests - a.requests),
    latencySumMs: b.latency.sumMs - a.latency.sumMs,
    latencyCount: b.latency.count - a.latency.count,
    bucketBoundsMs: b.latency.bucketBoundsMs,
    bucketCounts: b.latency.counts.map((count, index) => count - (a.latency.counts[index] ?? 0)),
    ms: after.atMs - before.atMs,
  };
}

export function addStretches(a: Stretch | undefined, b: Stretch | undefined): Stretch | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    latencySumMs: a.latencySumMs + b.latencySumMs,
    latencyCount: a.latencyCount + b.latencyCount,
    bucketBoundsMs: b.bucketBoundsMs,
    bucketCounts: b.bucketCounts.map((count, index) => count + (a.bucketCounts[index] ?? 0)),
    ms: a.ms + b.ms,
  };
}

/** Rates and latencies of nothing are null: no data is neither good nor bad. */
export function measureOf(stretch: Stretch): Measure {
  const { requests, errors, latencyCount, latencySumMs } = stretch;
  return {
    requests,
    errors,
    errorRate: requests === 0 ? null : errors / requests,
    meanLatencyMs: latencyCount === 0 ? null : latencySumMs / latencyCount,
    p95LatencyMs: quantile(0.95, stretch.bucketBoundsMs, stretch.bucketCounts),
    seconds: stretch.ms / 1000,
  };
}

/**
 * Linear within the bucket where the rank falls, as Prometheus' histogram_quantile does; beyond the last bound nothing
 * more is known than that bound.
 */
export function quantile(q: number, boundsMs: readonly number[], counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = q * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (below + count >= rank && count > 0) return within(rank - below, count, boundsMs, index);
    below += count;
  }
  return boundsMs.at(-1) ?? null;
}

function within(rank: number, count: number, boundsMs: readonly number[], index: number): number | null {
  const upper = boundsMs[index];
  if (upper === undefined) return boundsMs.at(-1) ?? null;
  const lower = index === 0 ? 0 : (boundsMs[index - 1] ?? 0);
  return lower + (upper - lower) * (rank / count);
}
