import { describe, expect, it } from 'vitest';
import { registerHostMetrics } from './host-metrics.ts';
import { createMetrics } from './metrics.ts';
import { parseExposition } from './testing.ts';

describe('recording by name', () => {
  it('does with each kind what that kind does', async () => {
    const metrics = createMetrics();
    metrics.counter({ name: 'presses_total', help: 'Presses.', labelNames: ['source'] });
    metrics.gauge({ name: 'queue_size', help: 'Size.' });
    metrics.histogram({ name: 'seconds', help: 'Time.', buckets: [1] });
    metrics.rolling({ name: 'recent', help: 'Time.' });
    for (const value of [2, 3]) {
      metrics.record('presses_total', value, { source: 'web' });
      metrics.record('queue_size', value);
      metrics.record('seconds', value);
      metrics.record('recent_average', value);
    }
    const scraped = parseExposition(await metrics.render());
    expect(scraped.value('presses_total', { source: 'web' })).toBe(5);
    expect(scraped.value('queue_size')).toBe(3);
    expect(scraped.value('seconds_count')).toBe(2);
    expect(scraped.value('recent_average')).toBe(2.5);
    expect(scraped.types.has('metrics_unknown_recordings_total')).toBe(false);
  });

  it('of a name that nobody defined, or of nonsense, is no error; the first is counted', async () => {
    const metrics = createMetrics();
    metrics.counter({ name: 'presses_total', help: 'Presses.' });
    for (const name of ['unknown', '', '__proto__', 'presses_totals']) metrics.record(name, 1);
    metrics.record('presses_total', Number.NaN);
    metrics.record('presses_total', -1, { other: 'x' });
    const scraped = parseExposition(await metrics.render());
    expect(scraped.value('metrics_unknown_recordings_total')).toBe(4);
    expect(scraped.value('presses_total')).toBe(0);
  });
});

describe('disabled', () => {
  it('records nothing, reads nothing, throws nothing, and still runs what is timed', async () => {
    const told: unknown[] = [];
    const metrics = createMetrics({ enabled: false, onDrop: (dropped) => told.push(dropped) });
    const host = registerHostMetrics(metrics);
    const presses = metrics.counter({ name: 'presses_total', help: 'Presses.', labelNames: ['source'] });
    const size = metrics.gauge({
      name: 'size',
      help: 'Size.',
      collect: () => void told.push('collected'),
    });
    presses.inc({ source: 'web' });
    size.set(5);
    size.inc();
    metrics.histogram({ name: 'seconds', help: 'Time.' }).observe(1);
    metrics.rolling({ name: 'recent', help: 'Time.' }).observe(1);
    metrics.record('presses_total', 1);
    metrics.record('unknown', 1);
    expect(metrics.timer({ name: 'watch', help: 'Time.' }).time({}, () => 'result')).toBe('result');
    expect(await metrics.render()).toBe('');
    expect(await metrics.get('size')).toEqual([]);
    expect(told).toEqual([]);
    expect(metrics.isEnabled).toBe(false);
    host.stop();
  });

  it('still refuses a wrong definition', () => {
    const metrics = createMetrics({ enabled: false });
    expect(() => metrics.counter({ name: 'no name', help: 'x' })).toThrow(TypeError);
  });
});
