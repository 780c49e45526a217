import type { Measure } from '@seaworthy/api';
import { expect, it } from 'vitest';
import { judge } from './verdict.ts';

const rules = { errorRate: 0.1, latencyRatio: 2, minRequests: 20 };

function measure(requests: number, errors: number, meanLatencyMs: number | null): Measure {
  const errorRate = requests === 0 ? null : errors / requests;
  return { requests, errors, errorRate, meanLatencyMs, p95LatencyMs: meanLatencyMs, seconds: 60 };
}

const well = measure(100, 0, 20);

it.each([
  ['as good as before', well, measure(100, 0, 22), 'pass', null, 'mean latency 22.0 ms beside 20.0 ms'],
  ['exactly at the limit of errors', well, measure(100, 10, 20), 'pass', null, '10.0 %'],
  ['above the limit of errors', well, measure(100, 11, 20), 'fail', 'error_rate', '11 of 100 requests'],
  ['failing with no baseline', null, measure(100, 11, 20), 'fail', 'error_rate', 'limit 10.0 %'],
  [
    'failing, as what it replaces did',
    measure(100, 50, 20),
    measure(100, 50, 20),
    'inconclusive',
    'inconclusive',
    'failed as often',
  ],
  [
    'failing less than what it replaces',
    measure(100, 90, 20),
    measure(100, 30, 20),
    'inconclusive',
    'inconclusive',
    '90.0 %',
  ],
  ['failing more than a bad version', measure(100, 20, 20), measure(100, 30, 20), 'fail', 'error_rate', '30.0 %'],
  ['failing beside a baseline of five requests', measure(5, 5, 20), measure(100, 30, 20), 'fail', 'error_rate', ''],
  ['three times slower', well, measure(100, 0, 60), 'fail', 'latency', '3.0 times slower, limit 2 times'],
  ['twice as slow, which is the limit', well, measure(100, 0, 40), 'pass', null, ''],
  ['four times slower by 3 ms', measure(100, 0, 1), measure(100, 0, 4), 'pass', null, ''],
  ['slower by 5 ms than nothing', measure(100, 0, 0), measure(100, 0, 5), 'fail', 'latency', ''],
  [
    'slower, but not than the slowest second of the old one',
    { ...well, slowestLatencyMs: 70 },
    measure(100, 0, 60),
    'inconclusive',
    'inconclusive',
    'as slow at times (70.0 ms)',
  ],
  [
    'slower than even the slowest second',
    { ...well, slowestLatencyMs: 50 },
    measure(100, 0, 60),
    'fail',
    'latency',
    '',
  ],
  ['without a baseline', null, well, 'inconclusive', 'inconclusive', 'no baseline: latency was not compared'],
  [
    'beside a quiet baseline',
    measure(3, 0, 20),
    well,
    'inconclusive',
    'inconclusive',
    'the old version had 3 requests',
  ],
  ['quiet', well, measure(19, 19, 900), 'inconclusive', 'inconclusive', '19 requests in 60 s, 20 are needed'],
  ['without a request', well, measure(0, 0, null), 'inconclusive', 'inconclusive', '0 requests'],
  ['not measured', well, null, 'inconclusive', 'inconclusive', 'could not be measured'],
  ['answering nothing but upgrades', well, measure(100, 0, null), 'inconclusive', 'inconclusive', 'no latency'],
] as const)('a release that is %s', (_what, baseline, candidate, verdict, code, reason) => {
  const judgement = judge(rules, baseline, candidate);
  expect(judgement).toMatchObject({ verdict, code, baseline, candidate });
  expect(judgement.reason).toContain(reason);
});

it('proves nothing by no request, also where none is asked for', () => {
  expect(judge({ ...rules, minRequests: 0 }, well, measure(0, 0, null)).verdict).toBe('inconclusive');
});
