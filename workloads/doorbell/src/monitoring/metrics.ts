import type { Metrics } from '@seaworthy/kit';
import type { MetricsCollector } from '@seaworthy/kit/metrics/pipeline';
import { createMetricsCollector } from '@seaworthy/kit/metrics/pipeline';
import type { WorkerHealth } from '../pipeline/stage.ts';
import type { NotificationType } from '../visit/notify/notice.ts';
import type { PressSource, TimeOfDay } from '../visit/press/press.ts';
import type { ConfidenceBucket, FaceStatus } from '../visit/recognise/match.ts';
import { EVENT_TYPES } from './event-types.ts';

export type ErrorSeverity = 'warning' | 'error' | 'critical';

type DeliveryStatus = 'delivered' | 'failed';

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
  notification(channel: string, type: NotificationType | string, status: DeliveryStatus, count?: number): void;
  error(component: string, errorType: string, severity: ErrorSeverity): void;
  /** Somebody on the blacklist stood at the door, and an alert was raised. */
  blacklisted(source: PressSource['kind']): void;
  accuracy(modelVersion: string, percent: number): void;
}

export function registerDoorbellMetrics(metrics: Metrics, gauges: Gauges): DoorbellMetrics {
  const collector = createMetricsCollector(metrics, {
    snapshot: () => ({
      queueSizes: gauges.queues().map(({ name, type, size }) => ({ queue: name, workerType: type, size })),
      workerHealth: gauges
        .workers()
        .map(({ worker, type, healthy }) => ({ worker, workerType: type, isHealthy: healthy })),
    }),
    knownFaces: gauges.knownPeople,
  });
  const recognising = metrics.rolling({
    name: 'face_recognition_recent_seconds',
    help: 'Time to say of all visitors of a picture who they are.',
  });
  metrics.gauge({
    name: 'user_sessions_active',
    help: 'People who watch the event stream now.',
    collect: (each) => each.set(gauges.viewers()),
  });
  beginSeries(collector);
  const blacklisted = (source: PressSource['kind'], count: number): void =>
    collector.security('blacklist_detected', source, 'alert_raised', count);
  for (const source of ['camera', 'http'] as const) blacklisted(source, 0); // so that the first alert is an increase
  return {
    ...collector,
    pipelineEvent: collector.event,
    blacklisted: (source) => blacklisted(source, 1),
    stageDuration(stage, worker, seconds) {
      collector.stageDuration(stage, worker, seconds);
      if (stage === 'recognise') recognising.observe(seconds);
    },
  };
}

/** At 0, so that the first press, face and failure of each kind is an increase. */
function beginSeries({ trigger, recognition, event }: MetricsCollector): void {
  for (const type of Object.values(EVENT_TYPES)) {
    for (const status of ['processed', 'failed'] as const) event(type, status, 0);
  }
  for (const source of ['camera', 'http'] as const) {
    for (const time of ['morning', 'afternoon', 'evening', 'night'] as const) trigger(source, time, 0);
  }
  for (const status of ['known', 'unknown', 'blacklisted'] as const) {
    for (const bucket of ['high', 'medium', 'low', 'very_low'] as const) recognition(status, bucket, 0);
  }
  recognition('failed', 'very_low', 0);
}
