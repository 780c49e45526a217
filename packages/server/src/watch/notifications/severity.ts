import type { Notification } from './notification.ts';

export const severities = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Other scales in use, in our three words. */
const words: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  emergency: 'critical',
  page: 'critical',
  high: 'critical',
  error: 'critical',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
};

/** The gravest severity among its alerts: of those that fire, as long as any does. */
export function severityOf({ alerts, status }: Pick<Notification, 'alerts' | 'status'>): Severity {
  const ranks = alerts
    .filter((alert) => alert.status === status)
    .map(({ labels }) => severities.indexOf(severityOfLabel(labels['severity'])));
  return severities[Math.max(0, ...ranks)] ?? 'info';
}

export function severityOfLabel(label = ''): Severity {
  return words[label.toLowerCase()] ?? 'info';
}
