import type { Notification } from '../../notifications/notification.ts';

/** `[FIRING:2] WorkerDown (api)`: the least that has to be said, made without any template. */
export function headline({ status, alerts, groupLabels, commonLabels }: Notification): string {
  const count = alerts.filter((alert) => alert.status === status).length;
  const name = commonLabels['alertname'] ?? groupLabels['alertname'] ?? alerts[0]?.labels['alertname'] ?? 'alert';
  const others = Object.entries(groupLabels).filter(([label]) => label !== 'alertname');
  const where = others.length === 0 ? '' : ` (${others.map(([, value]) => value).join(' ')})`;
  return `[${status.toUpperCase()}${status === 'firing' ? `:${count}` : ''}] ${name}${where}`;
}
