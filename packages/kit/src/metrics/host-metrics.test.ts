import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { HostMetricsOptions } from './host-metrics.ts';
import { registerHostMetrics } from './host-metrics.ts';
import { createMetrics } from './metrics.ts';
import { parseExposition } from './testing.ts';

function hostMetrics(options: HostMetricsOptions = {}) {
  const metrics = createMetrics();
  const host = registerHostMetrics(metrics, options);
  onTestFinished(() => host.stop());
  return async () => parseExposition(await metrics.render());
}

it('tells the truth about this machine and this process', async () => {
  const scrape = hostMetrics();
  const startedMs = performance.now();
  // Some clock ticks must have passed before there is a percentage to tell.
  while (performance.now() - startedMs < 150) Math.sqrt(performance.now());
  const scraped = await scrape();
  const value = (name: string) => scraped.value(name) ?? Number.NaN;
  expect(value('system_cpu_usage_percent')).toBeGreaterThan(0);
  expect(value('system_cpu_usage_percent')).toBeLessThanOrEqual(100);
  expect(value('system_memory_total_bytes')).toBeLessThanOrEqual(totalmem());
  expect(value('system_memory_usage_bytes')).toBeGreaterThan(value('process_resident_memory_bytes') / 2);
  expect(value('system_memory_usage_bytes')).toBeLessThan(value('system_memory_total_bytes'));
  expect(scraped.value('system_disk_usage_percent', { mount_point: '/' })).toBeGreaterThan(0);
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0.1);
  expect(value('process_open_fds')).toBeGreaterThan(2);
  expect(value('process_uptime_seconds')).toBeCloseTo(process.uptime(), 0);
  expect(value('process_start_time_seconds')).toBeCloseTo(Date.now() / 1000 - process.uptime(), 0);
});

it('has no sample, and no 0, of what cannot be read; and one again when it can', async () => {
  let isBroken = true;
  const failing = <T>(value: T): T => {
    if (isBroken) throw new Error('cannot read');
    return value;
  };
  const scrape = hostMetrics({
    source: {
      cpuPercent: () => failing(12),
      memory: () => failing({ usedBytes: 1, totalBytes: 2 }),
      disk: async () => failing({ usedPercent: 34, freeBytes: 1, totalBytes: 2 }),
    },
  });
  const broken = await scrape();
  expect(broken.samples.filter((sample) => sample.name.startsWith('system_'))).toEqual([]);
  expect(broken.value('process_resident_memory_bytes')).toBeGreaterThan(0);
  isBroken = false;
  const whole = await scrape();
  expect(whole.value('system_cpu_usage_percent')).toBe(12);
  expect(whole.value('system_memory_usage_bytes')).toBe(1);
  expect(whole.value('system_memory_total_bytes')).toBe(2);
  expect(whole.value('system_disk_usage_percent', { mount_point: '/' })).toBe(34);
});

it('drops the mount that is gone and keeps the others', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-mount-'));
  const scrape = hostMetrics({ mounts: ['/', folder] });
  expect((await scrape()).value('system_disk_usage_percent', { mount_point: folder })).toBeGreaterThan(0);
  rmSync(folder, { recursive: true });
  const scraped = await scrape();
  expect(scraped.value('system_disk_usage_percent', { mount_point: folder })).toBeUndefined();
  expect(scraped.value('system_disk_usage_percent', { mount_point: '/' })).toBeGreaterThan(0);
});

it('sees that the event loop was held up, and forgets it after the scrape', async () => {
  const scrape = hostMetrics();
  const worstLag = async () => (await scrape()).value('nodejs_eventloop_lag_max_seconds') ?? Number.NaN;
  // Resolves only when a scrape says so: the test's time limit is the failure.
  const until = async (isSo: (seconds: number) => boolean) => {
    while (!isSo(await worstLag())) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  await until((seconds) => seconds >= 0);
  const startedMs = performance.now();
  while (performance.now() - startedMs < 200) Math.sqrt(startedMs);
  await until((seconds) => seconds > 0.15);
  await until((seconds) => seconds < 0.15);
});
