import { expect, it } from 'vitest';
import { labelName, labelPairs } from './label-pairs.ts';
import { metricName } from './metric-name.ts';

it.each([
  ['http.server.duration', 's', 'other', 'http_server_duration_seconds'],
  ['http.server.request.size', 'By', 'other', 'http_server_request_size_bytes'],
  ['requests', '{request}', 'counter', 'requests_total'],
  ['requests.total', '1', 'counter', 'requests_total'],
  ['total.requests', '', 'counter', 'requests_total'],
  ['cpu.utilization', '1', 'gauge', 'cpu_utilization_ratio'],
  ['cpu.time', 's', 'counter', 'cpu_time_seconds_total'],
  ['system.network.io', 'By/s', 'gauge', 'system_network_io_bytes_per_second'],
  ['speed', 'm/s', 'gauge', 'speed_meters_per_second'],
  ['errors', '{error}/min', 'gauge', 'errors_per_min'],
  ['latency_seconds', 's', 'gauge', 'latency_seconds'],
  ['temp', 'Cel', 'gauge', 'temp_celsius'],
  ['disk.usage', '%', 'gauge', 'disk_usage_percent'],
  ['5xx.count', '', 'gauge', '_5xx_count'],
  ['__a..b--c__', '', 'gauge', 'a_b_c'],
  ['job:rate', '', 'gauge', 'job:rate'],
  ['odd', 'a/b/c', 'gauge', 'odd_a_per_b_c'],
] as const)('%s in %s as %s is %s', (name, unit, kind, wanted) => {
  expect(metricName({ name, unit, kind })).toBe(wanted);
});

it.each([
  ['http.method', 'http_method'],
  ['1st', 'key_1st'],
  ['_private', 'key_private'],
  ['__reserved', '__reserved'],
  ['größe', 'gr__e'],
])('the label of %s is %s', (key, name) => {
  expect(labelName(key)).toBe(name);
});

it('keys that become one label share it', () => {
  const pairs = labelPairs({ 'b.c': 'two', b_c: [1, true], 'a b': 3.5, none: null });
  expect([...pairs]).toEqual([
    ['a_b', '3.5'],
    ['b_c', 'two;[1,true]'],
    ['none', ''],
  ]);
});
