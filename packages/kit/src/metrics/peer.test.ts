import promClient from 'prom-client';
import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { parseExposition } from './testing.ts';

it('what is scraped is what prom-client would have written for the same recordings', async () => {
  const registry = new promClient.Registry();
  registry.setDefaultLabels({ service: 'doorbell', stage: 'of all' });
  const registers = [registry];
  const metrics = createMetrics({ labels: { service: 'doorbell', stage: 'of all' } });
  const labelNames = ['stage', 'worker'] as const;
  const plain = { name: 'all_total', help: 'All \\ of\nit.' };
  const labelled = { name: 'size', help: 'Size.', labelNames };
  const timed = { name: 'duration_seconds', help: 'Time.', labelNames };
  const whole = { name: 'bytes', help: 'Bytes.', buckets: [1, 2.5, 1e6] };
  const ours = [
    metrics.counter(plain),
    metrics.gauge(labelled),
    metrics.histogram(timed),
    metrics.histogram(whole),
  ] as const;
  const theirs = [
    new promClient.Counter({ ...plain, registers }),
    new promClient.Gauge({ ...labelled, labelNames: [...labelNames], registers }),
    new promClient.Histogram({ ...timed, labelNames: [...labelNames], registers }),
    new promClient.Histogram({ ...whole, registers }),
  ] as const;
  for (const [all, size, duration, bytes] of [ours, theirs] as const) {
    for (const value of [1, 0.5, 1e21, 3e-9]) all.inc(value);
    for (const [index, worker] of ['a', 'b"\\\n', '', 'ü'].entries()) {
      size.set({ stage: 'x', worker }, [Infinity, -Infinity, -0.25, 7][index] ?? 0);
      for (const seconds of [0, 0.005, 0.0051, 9.99, 11])
        duration.observe({ stage: 'y', worker }, seconds * (index + 1));
    }
    for (const value of [-1, 1, 2.5, 2.6, 1e6, 1e9]) bytes.observe(value);
  }
  const read = (text: string) => {
    const { types, samples } = parseExposition(text.replaceAll('\n\n', '\n'));
    const lines = samples.filter(({ name }) => name !== 'metrics_series_dropped_total');
    return { types: [...types].filter(([name]) => name !== 'metrics_series_dropped_total'), lines };
  };
  const [own, peer] = [read(await metrics.render()), read(await registry.metrics())];
  expect(own.lines.length).toBeGreaterThan(60);
  expect(own).toEqual(peer);
  expect(await metrics.render()).toContain('# HELP all_total All \\\\ of\\nit.\n');
});
