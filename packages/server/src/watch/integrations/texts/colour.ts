import type { Notification } from '../../notifications/notification.ts';
import type { Severity } from '../../notifications/severity.ts';
import { severityOf } from '../../notifications/severity.ts';

const hues: Readonly<Record<Severity | 'resolved', string>> = {
  info: '0099ff',
  warning: 'ffaa00',
  critical: 'ff0000',
  resolved: '00aa00',
};

/** Six hexadecimal digits, by the gravest severity that fires. */
export function colourOf(notification: Notification): string {
  return hues[toneOf(notification)];
}

export function toneOf(notification: Notification): Severity | 'resolved' {
  return notification.status === 'resolved' ? 'resolved' : severityOf(notification);
}
