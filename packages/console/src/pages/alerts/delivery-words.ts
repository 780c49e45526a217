import type { NotificationRecord } from '@seaworthy/api';

const reasons: Readonly<Record<string, string>> = {
  first: 'it began',
  new_alerts: 'new alerts joined',
  all_resolved: 'it is over',
  some_resolved: 'some of it is over',
  repeat: 'it lasts',
};

/** Why it was told, in words. */
export function reasonWords({ action, reason }: Pick<NotificationRecord, 'action' | 'reason'>): string {
  if (action === 'acknowledge') return 'somebody took it on';
  return reasons[reason] ?? reason.replaceAll('_', ' ');
}

/** What was told of, by what names its group. */
export function aboutWords({ groupLabels, alerts }: Pick<NotificationRecord, 'groupLabels' | 'alerts'>): string {
  const { alertname, ...others } = groupLabels;
  const words = [...(alertname === undefined ? [] : [alertname]), ...Object.values(others)];
  const count = alerts === 1 ? '' : `${alerts} alerts`;
  if (words.length === 0) return count === '' ? 'one alert' : count;
  return count === '' ? words.join(' ') : `${words.join(' ')} (${count})`;
}
