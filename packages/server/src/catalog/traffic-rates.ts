import type { Slot, Traffic } from '@seaworthy/api';
import { slotNames } from '@seaworthy/api';
import type { Side, Stretch } from '../ship/analysis/measure.ts';
import { quantile, stretchBetween } from '../ship/analysis/measure.ts';
import type { Counters } from '../ship/traffic/traffic.ts';
import { failures } from '../ship/traffic/traffic.ts';

/** What the proxy counted and how many requests it held, at one moment. */
export interface TrafficSnapshot {
  readonly counters: Counters;
  readonly inFlight: Readonly<Record<Slot, number>>;
}

const bySlot: Readonly<Record<Slot, Side>> = {
  blue: (counters) => counters.bySlot.blue,
  green: (counters) => counters.bySlot.green,
};

/**
 * Totals since the proxy started, and rates between two looks at it. Without a first look, or when the proxy began
 * anew between them, there is nothing to compare: rates are 0 and latencies null.
 */
export function trafficBetween(before: Counters | undefined, after: TrafficSnapshot): Traffic {
  const { counters } = after;
  const stretch = (side: Side) => before && stretchBetween(before, counters, side);
  const all = stretch(({ total }) => total);
  return {
    time: new Date(counters.atMs).toISOString(),
    requestsPerSecond: perSecond(all, all?.requests),
    errorsPerSecond: perSecond(all, all?.errors),
    p50LatencyMs: latency(all, 0.5),
    p95LatencyMs: latency(all, 0.95),
    totals: {
      requests: counters.total.requests,
      failed: failures(counters.total),
      retried: counters.total.retried,
    },
    slots: slotNames.map((slot) => {
      const own = stretch(bySlot[slot]);
      return {
        slot,
        requestsPerSecond: perSecond(own, own?.requests),
        errorsPerSecond: perSecond(own, own?.errors),
        p95LatencyMs: latency(own, 0.95),
        inFlight: after.inFlight[slot],
      };
    }),
  };
}

function perSecond(stretch: Stretch | undefined, count = 0): number {
  if (stretch === undefined || stretch.ms <= 0) return 0;
  return Math.round((count / stretch.ms) * 1000 * 100) / 100;
}

function latency(stretch: Stretch | undefined, q: number): number | null {
  return stretch === undefined ? null : quantile(q, stretch.bucketBoundsMs, stretch.bucketCounts);
}
