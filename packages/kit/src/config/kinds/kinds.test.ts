import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ListenAddress, Port } from './address.ts';
import { ByteSize, formatByteSize } from './byte-size.ts';
import { CpuAmount } from './cpu-amount.ts';
import { Duration, formatDuration } from './duration.ts';
import { formatRatio, Ratio } from './ratio.ts';
import { Name, UrlPath } from './text.ts';

const good: readonly (readonly [string, z.ZodType, unknown, unknown])[] = [
  ['Duration', Duration, '250ms', 250],
  ['Duration', Duration, '30s', 30_000],
  ['Duration', Duration, '1.5s', 1_500],
  ['Duration', Duration, '5m', 300_000],
  ['Duration', Duration, '2h', 7_200_000],
  ['Duration', Duration, '30d', 2_592_000_000],
  ['Ratio', Ratio, 0.1, 0.1],
  ['Ratio', Ratio, '10%', 0.1],
  ['Ratio', Ratio, '0.1', 0.1],
  ['Ratio', Ratio, 1, 1],
  ['ByteSize', ByteSize, '512Mi', 536_870_912],
  ['ByteSize', ByteSize, '1Gi', 1_073_741_824],
  ['ByteSize', ByteSize, '10MB', 10_000_000],
  ['ByteSize', ByteSize, '64KiB', 65_536],
  ['CpuAmount', CpuAmount, '500m', 0.5],
  ['CpuAmount', CpuAmount, 2, 2],
  ['Port', Port, 8080, 8080],
  ['ListenAddress', ListenAddress, 8080, { host: '127.0.0.1', port: 8080 }],
  ['ListenAddress', ListenAddress, '0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
  ['ListenAddress', ListenAddress, '[::1]:80', { host: '::1', port: 80 }],
  ['Name', Name, 'door-bell-2', 'door-bell-2'],
  ['UrlPath', UrlPath, '/health', '/health'],
];

const bad: readonly (readonly [string, z.ZodType, unknown])[] = [
  ['Duration', Duration, 30],
  ['Duration', Duration, '30'],
  ['Duration', Duration, '30 seconds'],
  ['Duration', Duration, '-1s'],
  ['Duration', Duration, '9999999999999999d'],
  ['Ratio', Ratio, 10],
  ['Ratio', Ratio, '101%'],
  ['Ratio', Ratio, '-1%'],
  ['ByteSize', ByteSize, 512],
  ['ByteSize', ByteSize, '512'],
  ['CpuAmount', CpuAmount, '0m'],
  ['Port', Port, 0],
  ['Port', Port, 65_536],
  ['ListenAddress', ListenAddress, '80x'],
  ['ListenAddress', ListenAddress, 'a b:80'],
  ['ListenAddress', ListenAddress, '::1:80'],
  ['Name', Name, 'Door'],
  ['UrlPath', UrlPath, 'health'],
];

describe('kinds', () => {
  test.each(good)('%s %# reads %s', (_name, schema, input, output) => expect(schema.parse(input)).toEqual(output));
  test.each(bad)('%s %# refuses %s', (_name, schema, input) => expect(schema.safeParse(input).success).toBe(false));

  test('what is printed reads back as the same value', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 1000 }), (amount, permille) => {
        expect(Duration.parse(formatDuration(amount))).toBe(amount);
        expect(ByteSize.parse(formatByteSize(amount))).toBe(amount);
        expect(Ratio.parse(formatRatio(permille / 1000))).toBeCloseTo(permille / 1000);
      }),
    );
  });
});
