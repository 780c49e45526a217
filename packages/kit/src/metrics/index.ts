export type { DroppedSeries } from './dropped-series.ts';
export { metricsHandler } from './handler.ts';
export type { HostMetricsOptions, HostSource } from './host-metrics.ts';
export { registerHostMetrics } from './host-metrics.ts';
export type {
  Counter,
  CounterDefinition,
  Gauge,
  GaugeDefinition,
  Histogram,
  HistogramDefinition,
  Metrics,
  Timer,
} from './instruments.ts';
export type { Labels } from './labels.ts';
export type { MetricDefinition, Sample } from './metric.ts';
export type { MetricsOptions } from './metrics.ts';
export { createMetrics } from './metrics.ts';
export type { Rolling, RollingDefinition } from './rolling.ts';
export type { RollingValue } from './rolling-window.ts';
