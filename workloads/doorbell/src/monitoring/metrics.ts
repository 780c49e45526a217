import type { Metrics } from '@seaworthy/kit';
import type { WorkerHealth } from '../pipeline/stage.ts';
import type { NotificationType } from '../visit/notify/notice.ts';
import type { PressSource, TimeOfDay } from '../visit/press/press.ts';
import type { ConfidenceBucket, FaceStatus } from '../visit/recognise/match.ts';

export type ErrorSeverity = 'warning' | 'error' | 'critical';

/** What the gauges show, read at each scrape. */
export interface Gauges {
  readonly queues: () => readonly { readonly name: string; readonly type: string; readonly size: number }[];
  readonly workers: () => readonly WorkerHealth[];
  readonly knownPeople: () => number;
  readonly viewers: () => number;
}

/** The doorbell's own metrics. No label ever holds a person's name. */
export interface DoorbellMetrics {
  trigger(source: PressSource['kind'], timeOfDay: TimeOfDay): void;
  pipelineEvent(eventType: string, status: 'processed' | 'failed' | 'refused' | 'debounced'): void;
  stageDuration(stage: string, worker: string, seconds: number): void;
  recognition(result: FaceStatus | 'failed', bucket: ConfidenceBucket): void;
  notification(channel: string, type: NotificationType | string, status: 'delivered' | 'failed'): void;
  error(component: string, errorType: string, severity: ErrorSeverity): void;
  /** Somebody on the blacklist stood at the door, and an alert was raised. */
  blacklisted(source: PressSource['kind']): void;
  accuracy(modelVersion: string, percent: number): void;
}

const STAGE_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function registerDoorbellMetrics(metrics: Metrics, gauges: Gauges): DoorbellMetrics {
  registerGauges(metrics, gauges);
  const { counter, histogram, gauge } = metrics;
  const triggers = counter({
    name: 'doorbell_triggers_total',
    help: 'Presses of the bell.',
    labelNames: ['trigger_source', 'time_of_day'],
  });
  const events = counter({
    name: 'pipeline_events_total',
    help: 'Items that a stage of the pipeline handled.',
    labelNames: ['event_type', 'status'],
  });
  const durations = histogram({
    name: 'pipeline_processing_duration_seconds',
    help: 'Time that a worker took for one item.',
    labelNames: ['stage', 'worker_id'],
    buckets: STAGE_BUCKETS,
  });
  const recognitions = counter({
    name: 'face_recognition_requests_total',
    help: 'Visitors whose face was compared with the enrolled people.',
    labelNames: ['result_type', 'confidence_bucket'],
  });
  const notifications = counter({
    name: 'notifications_sent_total',
    help: 'Notifications, by how their delivery went.',
    labelNames: ['channel', 'notification_type', 'status'],
  });
  const errors = counter({
    name: 'errors_total',
    help: 'Errors, whoever caused them.',
    labelNames: ['component', 'error_type', 'severity'],
  });
  const security = counter({
    name: 'security_events_total',
    help: 'Events that somebody who guards the house wants to know of.',
    labelNames: ['event_type', 'source', 'action_taken'],
  });
  const accuracy = gauge({
    name: 'face_recognition_accuracy',
    help: 'Right decisions on labelled pictures, in percent (0 to 100); absent until measured.',
    labelNames: ['model_version'],
  });
  const blacklisted = (source: PressSource['kind'], value: number): void =>
    security.inc({ event_type: 'blacklist_detected', source, action_taken: 'alert_raised' }, value);
  for (const source of ['camera', 'http'] as const) blacklisted(source, 0); // so that the first alert is an increase
  return {
    trigger: (trigger_source, time_of_day) => triggers.inc({ trigger_source, time_of_day }),
    pipelineEvent: (event_type, status) => events.inc({ event_type, status }),
    stageDuration: (stage, worker_id, seconds) => durations.observe({ stage, worker_id }, seconds),
    recognition: (result_type, confidence_bucket) => recognitions.inc({ result_type, confidence_bucket }),
    notification: (channel, notification_type, status) => notifications.inc({ channel, notification_type, status }),
    error: (component, error_type, severity) => errors.inc({ component, error_type, severity }),
    blacklisted: (source) => blacklisted(source, 1),
    accuracy: (model_version, percent) => accuracy.set({ model_version }, percent),
  };
}

function registerGauges({ gauge }: Metrics, { queues, workers, knownPeople, viewers }: Gauges): void {
  gauge({
    name: 'pipeline_queue_size',
    help: 'Items that wait before a stage.',
    labelNames: ['queue_name', 'worker_type'],
    collect: (each) => {
      for (const { name, type, size } of queues()) each.set({ queue_name: name, worker_type: type }, size);
    },
  });
  gauge({
    name: 'pipeline_worker_health',
    help: '1 when the worker runs and is not stuck, else 0.',
    labelNames: ['worker_id', 'worker_type'],
    collect: (each) => {
      for (const { worker, type, healthy } of workers())
        each.set({ worker_id: worker, worker_type: type }, healthy ? 1 : 0);
    },
  });
  gauge({
    name: 'known_faces_database_size',
    help: 'Known people in the database.',
    collect: (each) => each.set(knownPeople()),
  });
  gauge({
    name: 'user_sessions_active',
    help: 'People who watch the event stream now.',
    collect: (each) => each.set(viewers()),
  });
}
