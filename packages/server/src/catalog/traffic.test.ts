import { Traffic } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../platform/testing.ts';
import type { Counters, SideCounters } from '../ship/traffic/traffic.ts';
import { trafficBetween } from './traffic-rates.ts';
import { startTrafficSampler } from './traffic-sampler.ts';

const side = (requests: number, errors = 0, cut = 0): SideCounters => ({
  requests,
  byClass: { '1xx': 0, '2xx': requests - errors - cut, '3xx': 0, '4xx': 0, '5xx': errors },
  cut,
  retried: 0,
  latency: { bucketBoundsMs: [10, 100], counts: [requests, 0, 0], sumMs: requests * 5, count: requests },
});
const snapshot = (atMs: number, total: SideCounters, epoch = 'e1') => ({
  counters: { atMs, epoch, total, bySlot: { blue: total, green: side(0) } },
  inFlight: { blue: 3, green: 0 },
});

describe('traffic', () => {
  it('is counted exactly, and per second between two looks', () => {
    const traffic = trafficBetween(snapshot(0, side(100, 10)), snapshot(2_000, side(300, 20, 2)));
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
    ['after the proxy began anew', snapshot(0, side(500), 'e0')],
  ])('has no rates %s', (_, before) => {
    const traffic = trafficBetween(before, snapshot(1_000, side(10)));
    expect(traffic).toMatchObject({ requestsPerSecond: 0, p95LatencyMs: null, totals: { requests: 10 } });
  });
});

describe('the sampler', () => {
  const port = (counters: () => Promise<Counters>) => ({
    counters,
    state: async () => ({ split: { blue: 100, green: 0 }, paused: false, slots: { blue: [], green: [] } }),
  });

  it('looks once a second and tells rates over the last five looks', async () => {
    const clock = virtualClock(0);
    const rates: number[] = [];
    const onSample = ({ requestsPerSecond }: Traffic) => void rates.push(requestsPerSecond);
    const grows = async () => snapshot(clock.now(), side(clock.now() / 10)).counters;
    const sampler = startTrafficSampler({ traffic: port(grows), clock, onSample });
    await clock.advance(4_000);
    sampler.stop();
    expect(rates).toEqual([0, 100, 100, 100]);
  });

  it('has no sample while the proxy is away, and goes on when it is back', async () => {
    const clock = virtualClock(0);
    let isAway = false;
    let samples = 0;
    const counters = async () => {
      if (isAway) throw new Error('unreachable');
      return snapshot(clock.now(), side(1)).counters;
    };
    const onSample = () => {
      samples += 1;
    };
    startTrafficSampler({ traffic: port(counters), clock, onSample });
    await clock.advance(1_000);
    isAway = true;
    await clock.advance(2_000);
    isAway = false;
    await clock.advance(1_000);
    expect(samples).toBe(2);
  });
});
