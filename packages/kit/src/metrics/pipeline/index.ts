export type { CollectorOptions, MetricsCollector } from './collector.ts';
export { createMetricsCollector } from './collector.ts';
export type { OccurrenceMetrics, Severity, TimeOfDay } from './occurrence-metrics.ts';
export { occurrenceMetrics, timeOfDay } from './occurrence-metrics.ts';
export type {
  PipelineMetrics,
  PipelineOptions,
  PipelineSnapshot,
  QueueSize,
  WorkerState,
} from './pipeline-metrics.ts';
export { pipelineMetrics } from './pipeline-metrics.ts';
export type { ConfidenceBucket, RecognitionMetrics } from './recognition-metrics.ts';
export { confidenceBucket, recognitionMetrics } from './recognition-metrics.ts';
