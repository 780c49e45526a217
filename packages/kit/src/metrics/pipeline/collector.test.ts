import { expect, it } from 'vitest';
import { createMetrics } from '../metrics.ts';
import { parseExposition } from '../testing.ts';
import { createMetricsCollector } from './collector.ts';
import { timeOfDay } from './occurrence-metrics.ts';
import { confidenceBucket } from './recognition-metrics.ts';

it('counts events, and shows queues and workers as the last snapshot had them', async () => {
  const metrics = createMetrics();
  const collector = createMetricsCollector(metrics);
  const queue = (size: number) => ({ queue: 'detect', workerType: 'thread', size });
  const worker = (id: string, isHealthy: boolean) => ({ worker: id, workerType: 'thread', isHealthy });
  collector.collectPipelineMetrics({
    eventsProcessed: { faces_detected: 3 },
    queueSizes: [queue(50)],
    workerHealth: [worker('a', true), worker('b', true)],
  });
  collector.collectPipelineMetrics({
    eventsProcessed: { faces_detected: 2 },
    queueSizes: [queue(50)],
    workerHealth: [worker('a', false)],
  });
  collector.collectPipelineMetrics({});
  const { value } = parseExposition(await metrics.render());
  expect(value('pipeline_events_total', { event_type: 'faces_detected', status: 'processed' })).toBe(5);
  expect(value('pipeline_queue_size', { queue_name: 'detect', worker_type: 'thread' })).toBe(50);
  expect(value('pipeline_worker_health', { worker_id: 'a', worker_type: 'thread' })).toBe(0);
  expect(value('pipeline_worker_health', { worker_id: 'b', worker_type: 'thread' })).toBeUndefined();
});

it('asks for the snapshot at each scrape where it is given one', async () => {
  const metrics = createMetrics();
  let size = 1;
  createMetricsCollector(metrics, {
    snapshot: () => ({ queueSizes: [{ queue: 'q', workerType: 'w', size }] }),
    knownFaces: () => 7,
  });
  const labels = { queue_name: 'q', worker_type: 'w' };
  expect(parseExposition(await metrics.render()).value('pipeline_queue_size', labels)).toBe(1);
  size = 2;
  const { value } = parseExposition(await metrics.render());
  expect(value('pipeline_queue_size', labels)).toBe(2);
  expect(value('known_faces_database_size')).toBe(7);
});

it('has a helper for what happens to a service', async () => {
  const metrics = createMetrics();
  const collector = createMetricsCollector(metrics, { triggerName: 'runs_triggered_total' });
  collector.event('press', 'failed');
  collector.stageDuration('detect', 'detect-0', 0.2);
  collector.recognition('known', 0.95);
  collector.recognition('unknown', 'very_low');
  collector.accuracy('1.7', 94.9);
  collector.trigger('button', 7);
  collector.notification('mail', 'alert', 'delivered');
  collector.error('camera', 'timeout', 'warning');
  collector.security('blacklist_detected', 'camera', 'alert_raised');
  const { value } = parseExposition(await metrics.render());
  expect(value('pipeline_events_total', { event_type: 'press', status: 'failed' })).toBe(1);
  expect(value('pipeline_processing_duration_seconds_count', { stage: 'detect', worker_id: 'detect-0' })).toBe(1);
  expect(value('face_recognition_requests_total', { result_type: 'known', confidence_bucket: 'high' })).toBe(1);
  expect(value('face_recognition_accuracy', { model_version: '1.7' })).toBe(94.9);
  expect(value('runs_triggered_total', { trigger_source: 'button', time_of_day: 'morning' })).toBe(1);
  expect(value('notifications_sent_total', { channel: 'mail', notification_type: 'alert', status: 'delivered' })).toBe(
    1,
  );
  expect(value('errors_total', { component: 'camera', error_type: 'timeout', severity: 'warning' })).toBe(1);
  expect(
    value('security_events_total', {
      event_type: 'blacklist_detected',
      source: 'camera',
      action_taken: 'alert_raised',
    }),
  ).toBe(1);
});

it.each([
  [0.9, 'high'],
  [0.899, 'medium'],
  [0.7, 'medium'],
  [0.5, 'low'],
  [0.49, 'very_low'],
])('a confidence of %d is %s', (confidence, bucket) => {
  expect(confidenceBucket(confidence)).toBe(bucket);
});

it.each([
  [5, 'night'],
  [6, 'morning'],
  [12, 'afternoon'],
  [18, 'evening'],
  [21, 'evening'],
  [22, 'night'],
])('%d o’clock is %s', (hour, time) => {
  expect(timeOfDay(hour)).toBe(time);
});

it('begins a series at 0 where it is told to, so that the first that is counted is an increase', async () => {
  const metrics = createMetrics();
  const collector = createMetricsCollector(metrics);
  collector.trigger('button', 'night', 0);
  collector.notification('mail', 'alert', 'delivered', 0);
  collector.recognition('known', 'high', 0);
  const { value } = parseExposition(await metrics.render());
  expect(value('doorbell_triggers_total', { trigger_source: 'button', time_of_day: 'night' })).toBe(0);
  expect(value('notifications_sent_total', { channel: 'mail', notification_type: 'alert', status: 'delivered' })).toBe(
    0,
  );
  expect(value('face_recognition_requests_total', { result_type: 'known', confidence_bucket: 'high' })).toBe(0);
});
