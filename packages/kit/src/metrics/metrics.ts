import promClient from 'prom-client';
import type { DroppedSeries } from './cardinality.ts';
import { SeriesLimit } from './cardinality.ts';
import { createCounter } from './counter.ts';
import { createGauge } from './gauge.ts';
import { createHistogram } from './histogram.ts';
import type { Metrics, Sample } from './instruments.ts';
import type { Instruments } from './registration.ts';
import { createTimer } from './timer.ts';

export interface MetricsOptions {
  /** Labels of every sample. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Series that one metric may have. Default 1000. */
  readonly cardinalityLimit?: number;
  /** Told once for each metric that reached its limit. */
  readonly onDrop?: (dropped: DroppedSeries) => void;
  readonly monotonicMs?: () => number;
}

const defaultCardinalityLimit = 1000;

/**
 * The metrics of one application; two of them in a process share nothing. A wrong definition throws at once, a recording
 * never does.
 *
 *     const metrics = createMetrics();
 *     const presses = metrics.counter({ name: 'presses_total', help: 'Presses.', labelNames: ['source'] });
 *     presses.inc({ source: 'web' });
 */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new promClient.Registry();
  registry.setDefaultLabels({ ...options.labels });
  const limit = options.cardinalityLimit ?? defaultCardinalityLimit;
  const instruments: Instruments = { registry, limitSeries: seriesLimiter(registry, limit, options.onDrop) };
  const monotonicMs = options.monotonicMs ?? (() => performance.now());
  return {
    counter: (definition) => createCounter(instruments, definition),
    gauge: (definition) => createGauge(instruments, definition),
    histogram: (definition) => createHistogram(instruments, definition),
    timer: (definition) => createTimer(createHistogram(instruments, definition), monotonicMs),
    render: () => registry.metrics(),
    contentType: registry.contentType,
    get: (name) => samplesOf(registry, name),
  };
}

function seriesLimiter(
  registry: promClient.Registry,
  limit: number,
  onDrop: MetricsOptions['onDrop'],
): (metric: string) => SeriesLimit {
  const droppedTotal = new promClient.Counter({
    name: 'metrics_series_dropped_total',
    help: 'Recordings that were dropped because their metric had reached its limit of series.',
    labelNames: ['metric'],
    registers: [registry],
  });
  return (metric) => {
    let isTold = false;
    return new SeriesLimit(limit, (labels) => {
      droppedTotal.inc({ metric });
      if (isTold) return;
      isTold = true;
      onDrop?.({ metric, labels, limit });
    });
  };
}

async function samplesOf(registry: promClient.Registry, name: string): Promise<readonly Sample[]> {
  const { values } = (await registry.getSingleMetric(name)?.get()) ?? { values: [] };
  return values.map((sample) => ({
    name: 'metricName' in sample ? String(sample.metricName) : name,
    labels: stringLabels(sample.labels),
    value: sample.value,
  }));
}

function stringLabels(labels: Partial<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
