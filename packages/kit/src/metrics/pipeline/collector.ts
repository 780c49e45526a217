import type { Metrics } from '../instruments.ts';
import type { OccurrenceMetrics } from './occurrence-metrics.ts';
import { occurrenceMetrics } from './occurrence-metrics.ts';
import type { PipelineMetrics, PipelineOptions, PipelineSnapshot } from './pipeline-metrics.ts';
import { pipelineMetrics } from './pipeline-metrics.ts';
import type { RecognitionMetrics } from './recognition-metrics.ts';
import { recognitionMetrics } from './recognition-metrics.ts';

export interface CollectorOptions extends PipelineOptions {
  /** People that are known now; asked at each scrape. */
  readonly knownFaces?: () => number;
  /** Default `doorbell_triggers_total`. */
  readonly triggerName?: string;
}

export interface MetricsCollector
  extends OccurrenceMetrics,
    RecognitionMetrics,
    Pick<PipelineMetrics, 'event' | 'stageDuration'> {
  collectPipelineMetrics(snapshot: PipelineSnapshot): void;
}

/**
 * The metrics of a service that handles events in stages, under the names that the rules of `rules/` ask for.
 *
 *     const collector = createMetricsCollector(metrics);
 *     collector.collectPipelineMetrics({
 *       eventsProcessed: { faces_detected: 3 },
 *       queueSizes: [{ queue: 'detect', workerType: 'thread', size: 2 }],
 *       workerHealth: [{ worker: 'detect-0', workerType: 'thread', isHealthy: true }],
 *     });
 *     collector.error('camera', 'timeout', 'warning');
 */
export function createMetricsCollector(metrics: Metrics, options: CollectorOptions = {}): MetricsCollector {
  const { collect, ...pipeline } = pipelineMetrics(metrics, options);
  return {
    ...pipeline,
    ...recognitionMetrics(metrics, options.knownFaces),
    ...occurrenceMetrics(metrics, options.triggerName),
    collectPipelineMetrics: collect,
  };
}
