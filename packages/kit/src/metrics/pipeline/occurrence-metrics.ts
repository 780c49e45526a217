import type { Metrics } from '../instruments.ts';

export type TimeOfDay = 'morning' | 'afternoon' | 'evening' | 'night';
export type Severity = 'info' | 'warning' | 'error' | 'critical';

/**
 * What happens to a service, counted: who triggered it, whom it told, what went wrong, what its guards want to know. A
 * count of 0 begins a series, so that the first one that is counted is an increase.
 */
export interface OccurrenceMetrics {
  /** At an hour of the day where the service stands, or a name of the time. */
  trigger(source: string, at: number | TimeOfDay, count?: number): void;
  notification(channel: string, notificationType: string, status: string, count?: number): void;
  error(component: string, errorType: string, severity: Severity): void;
  security(eventType: string, source: string, actionTaken: string, count?: number): void;
}

/** Morning from 6, afternoon from 12, evening from 18, night from 22 o'clock. */
export function timeOfDay(hour: number): TimeOfDay {
  if (hour < 6 || hour >= 22) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

/** `<triggers>`, `notifications_sent_total`, `errors_total`, `security_events_total`. */
export function occurrenceMetrics(metrics: Metrics, triggerName = 'doorbell_triggers_total'): OccurrenceMetrics {
  const triggers = metrics.counter({
    name: triggerName,
    help: 'What the service was triggered by.',
    labelNames: ['trigger_source', 'time_of_day'],
  });
  const notifications = metrics.counter({
    name: 'notifications_sent_total',
    help: 'Notifications, by how their delivery went.',
    labelNames: ['channel', 'notification_type', 'status'],
  });
  const errors = metrics.counter({
    name: 'errors_total',
    help: 'Errors, whoever caused them.',
    labelNames: ['component', 'error_type', 'severity'],
  });
  const security = metrics.counter({
    name: 'security_events_total',
    help: 'Events that somebody who guards the service wants to know of.',
    labelNames: ['event_type', 'source', 'action_taken'],
  });
  return {
    trigger: (trigger_source, at, count = 1) =>
      triggers.inc({ trigger_source, time_of_day: typeof at === 'number' ? timeOfDay(at) : at }, count),
    notification: (channel, notification_type, status, count = 1) =>
      notifications.inc({ channel, notification_type, status }, count),
    error: (component, error_type, severity) => errors.inc({ component, error_type, severity }),
    security: (event_type, source, action_taken, count = 1) =>
      security.inc({ event_type, source, action_taken }, count),
  };
}
