import { Traffic } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { VirtualClock } from '../platform/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import type { Counters, SideCounters } from '../ship/traffic/traffic.ts';
import { startTrafficFeed } from './traffic-feed.ts';
import { trafficBetween } from './traffic-rates.ts';

const side = (requests: number, errors = 0, cut = 0): SideCounters => ({
  requests,
  byClass: { '1xx': 0, '2xx': requests - errors - cut, '3xx': 0, '4xx': 0, '5xx': errors },
  cut,
  retried: 0,
  latency: { bucketBoundsMs: [10, 100], counts: [requests, 0, 0], sumMs: requests * 5, count: requests },
});
const countersAt = (atMs: number, total: SideCounters, epoch = 'e1'): Counters => ({
  atMs,
  epoch,
  total,
  bySlot: { blue: total, green: side(0) },
});
const inFlight = { blue: 3, green: 0 };

describe('traffic', () => {
  it('is counted exactly, and per second between two looks', () => {
    const traffic = trafficBetween(countersAt(0, side(100, 10)), {
      counters: countersAt(2_000, side(300, 20, 2)),
      inFlight,
    });
    expect(Traffic.parse(traffic)).toEqual(traffic);
    expect(traffic).toMatchObject({
      requestsPerSecond: 100,
      errorsPerSecond: 6,
      p50LatencyMs: 5,
      totals: { requests: 300, failed: 22, retried: 0 },
      slots: [
        { slot: 'blue', requestsPerSecond: 100, inFlight: 3 },
        { slot: 'green', requestsPerSecond: 0, p95LatencyMs: null },
      ],
    });
  });

  it.each([
    ['without an earlier look', undefined],
    ['after the proxy began anew', countersAt(0, side(500), 'e0')],
  ])('has no rates %s', (_, before) => {
    const traffic = trafficBetween(before, { counters: countersAt(1_000, side(10)), inFlight });
    expect(traffic).toMatchObject({ requestsPerSecond: 0, p95LatencyMs: null, totals: { requests: 10 } });
  });
});

describe('the feed', () => {
  const state = async () => ({ split: { blue: 100, green: 0 }, paused: false, slots: { blue: [], green: [] } });
  const feed = (samples: Counters[], clock: VirtualClock) => {
    const told: number[] = [];
    const now = () => countersAt(clock.now(), side(clock.now() / 10));
    startTrafficFeed({
      traffic: { state, counters: async () => now() },
      samples: () => samples,
      clock,
      onTraffic: ({ requestsPerSecond }) => void told.push(requestsPerSecond),
    });
    const pass = async (requests?: number) => {
      if (requests !== undefined) samples.push(countersAt(clock.now() + 1_000, side(requests)));
      await clock.advance(1_000);
    };
    return { told, pass };
  };

  it('tells rates over the last five seconds, once a second', async () => {
    const { told, pass } = feed([], virtualClock(0));
    for (const requests of [0, 100, 200, 300, 400, 500, 500, 500]) await pass(requests);
    expect(told).toEqual([0, 100, 100, 100, 100, 100, 80, 60]);
  });

  it('tells nothing while there is no new sample: the proxy is away', async () => {
    const { told, pass } = feed([], virtualClock(0));
    for (const requests of [10, undefined, undefined, 20]) await pass(requests);
    expect(told).toHaveLength(2);
  });
});
