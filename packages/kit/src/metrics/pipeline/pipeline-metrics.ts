import type { Gauge, Metrics } from '../instruments.ts';

export interface QueueSize {
  readonly queue: string;
  readonly workerType: string;
  readonly size: number;
}

export interface WorkerState {
  readonly worker: string;
  readonly workerType: string;
  readonly isHealthy: boolean;
}

/** A pipeline as it is at one moment. What is not given stays as it was; what is given takes the place of all before. */
export interface PipelineSnapshot {
  /** By type of event, how many were processed since the last snapshot. */
  readonly eventsProcessed?: Readonly<Record<string, number>>;
  readonly queueSizes?: readonly QueueSize[];
  readonly workerHealth?: readonly WorkerState[];
}

export interface PipelineMetrics {
  event(eventType: string, status: string, count?: number): void;
  stageDuration(stage: string, worker: string, seconds: number): void;
  collect(snapshot: PipelineSnapshot): void;
}

export interface PipelineOptions {
  /** Asked at each scrape, so that nothing has to be told in between. */
  readonly snapshot?: () => PipelineSnapshot;
  /** Of `pipeline_processing_duration_seconds`. Default 10 ms to 10 s. */
  readonly buckets?: readonly number[];
}

const stageBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `pipeline_events_total`, `…_processing_duration_seconds`, `…_queue_size`, `…_worker_health`. */
export function pipelineMetrics(metrics: Metrics, options: PipelineOptions = {}): PipelineMetrics {
  const { snapshot, buckets = stageBuckets } = options;
  const events = metrics.counter({
    name: 'pipeline_events_total',
    help: 'Items that a stage of the pipeline handled.',
    labelNames: ['event_type', 'status'],
    collect: () => countEvents(snapshot?.().eventsProcessed),
  });
  const durations = metrics.histogram({
    name: 'pipeline_processing_duration_seconds',
    help: 'Time that a worker took for one item.',
    labelNames: ['stage', 'worker_id'],
    buckets,
  });
  const queues = metrics.gauge({
    name: 'pipeline_queue_size',
    help: 'Items that wait before a stage.',
    labelNames: ['queue_name', 'worker_type'],
    collect: (gauge) => setQueues(gauge, snapshot?.().queueSizes),
  });
  const workers = metrics.gauge({
    name: 'pipeline_worker_health',
    help: '1 when the worker runs and is not stuck, else 0.',
    labelNames: ['worker_id', 'worker_type'],
    collect: (gauge) => setWorkers(gauge, snapshot?.().workerHealth),
  });

  function countEvents(processed: PipelineSnapshot['eventsProcessed'] = {}): void {
    for (const [event_type, count] of Object.entries(processed)) events.inc({ event_type, status: 'processed' }, count);
  }

  return {
    event: (event_type, status, count = 1) => events.inc({ event_type, status }, count),
    stageDuration: (stage, worker_id, seconds) => durations.observe({ stage, worker_id }, seconds),
    collect({ eventsProcessed, queueSizes, workerHealth }) {
      countEvents(eventsProcessed);
      setQueues(queues, queueSizes);
      setWorkers(workers, workerHealth);
    },
  };
}

/** A queue or a worker that is gone has no sample any more. */
function setQueues(gauge: Gauge<'queue_name' | 'worker_type'>, sizes: readonly QueueSize[] | undefined): void {
  if (sizes === undefined) return;
  gauge.clear();
  for (const { queue, workerType, size } of sizes) gauge.set({ queue_name: queue, worker_type: workerType }, size);
}

function setWorkers(gauge: Gauge<'worker_id' | 'worker_type'>, states: readonly WorkerState[] | undefined): void {
  if (states === undefined) return;
  gauge.clear();
  for (const { worker, workerType, isHealthy } of states) {
    gauge.set({ worker_id: worker, worker_type: workerType }, isHealthy ? 1 : 0);
  }
}
