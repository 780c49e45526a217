import type { Decoded } from '../wire/message.ts';
import { list, many, message, one, scalar } from '../wire/message.ts';
import { attributes, InstrumentationScope, Resource } from './values.ts';

/** opentelemetry/proto/metrics/v1/metrics.proto; exemplars are read so that they can be handed on. */
const Exemplar = message({
  timeUnixNano: scalar(2, 'time'),
  asDouble: scalar(3, 'double'),
  spanId: scalar(4, 'id'),
  traceId: scalar(5, 'id'),
  asInt: scalar(6, 'sfixed64'),
  filteredAttributes: attributes(7),
});

const times = { startTimeUnixNano: scalar(2, 'time'), timeUnixNano: scalar(3, 'time') };

export const NumberDataPoint = message({
  ...times,
  asDouble: scalar(4, 'double'),
  exemplars: many(5, () => Exemplar),
  asInt: scalar(6, 'sfixed64'),
  attributes: attributes(7),
  flags: scalar(8, 'uint32'),
});
export type NumberDataPoint = Decoded<typeof NumberDataPoint>;

export const HistogramDataPoint = message({
  ...times,
  count: scalar(4, 'fixed64'),
  sum: scalar(5, 'double'),
  bucketCounts: list(6, 'fixed64'),
  explicitBounds: list(7, 'double'),
  exemplars: many(8, () => Exemplar),
  attributes: attributes(9),
  flags: scalar(10, 'uint32'),
  min: scalar(11, 'double'),
  max: scalar(12, 'double'),
});
export type HistogramDataPoint = Decoded<typeof HistogramDataPoint>;

const Buckets = message({ offset: scalar(1, 'sint32'), bucketCounts: list(2, 'uint64') });

const ExponentialHistogramDataPoint = message({
  attributes: attributes(1),
  ...times,
  count: scalar(4, 'fixed64'),
  sum: scalar(5, 'double'),
  scale: scalar(6, 'sint32'),
  zeroCount: scalar(7, 'fixed64'),
  positive: one(8, () => Buckets),
  negative: one(9, () => Buckets),
  flags: scalar(10, 'uint32'),
  exemplars: many(11, () => Exemplar),
  min: scalar(12, 'double'),
  max: scalar(13, 'double'),
  zeroThreshold: scalar(14, 'double'),
});

const ValueAtQuantile = message({ quantile: scalar(1, 'double'), value: scalar(2, 'double') });

export const SummaryDataPoint = message({
  ...times,
  count: scalar(4, 'fixed64'),
  sum: scalar(5, 'double'),
  quantileValues: many(6, () => ValueAtQuantile),
  attributes: attributes(7),
  flags: scalar(8, 'uint32'),
});
export type SummaryDataPoint = Decoded<typeof SummaryDataPoint>;

const Gauge = message({ dataPoints: many(1, () => NumberDataPoint) });
const Sum = message({
  dataPoints: many(1, () => NumberDataPoint),
  aggregationTemporality: scalar(2, 'int32'),
  isMonotonic: scalar(3, 'bool'),
});
const Histogram = message({
  dataPoints: many(1, () => HistogramDataPoint),
  aggregationTemporality: scalar(2, 'int32'),
});
const ExponentialHistogram = message({
  dataPoints: many(1, () => ExponentialHistogramDataPoint),
  aggregationTemporality: scalar(2, 'int32'),
});
const Summary = message({ dataPoints: many(1, () => SummaryDataPoint) });

export const Metric = message({
  name: scalar(1, 'text'),
  description: scalar(2, 'text'),
  unit: scalar(3, 'text'),
  gauge: one(5, () => Gauge),
  sum: one(7, () => Sum),
  histogram: one(9, () => Histogram),
  exponentialHistogram: one(10, () => ExponentialHistogram),
  summary: one(11, () => Summary),
  metadata: attributes(12),
});
export type Metric = Decoded<typeof Metric>;

const ScopeMetrics = message({
  scope: one(1, () => InstrumentationScope),
  metrics: many(2, () => Metric),
  schemaUrl: scalar(3, 'text'),
});

export const ResourceMetrics = message({
  resource: one(1, () => Resource),
  scopeMetrics: many(2, () => ScopeMetrics),
  schemaUrl: scalar(3, 'text'),
});
export type ResourceMetrics = Decoded<typeof ResourceMetrics>;

export const MetricsRequest = message({ resourceMetrics: many(1, () => ResourceMetrics) });
export type MetricsRequest = Decoded<typeof MetricsRequest>;
