import type { Alert, AlertCounts } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatAge } from './duration.ts';

const HEAD = ['STATE', 'SINCE', 'SEVERITY', 'NAME', 'LABELS', 'SUMMARY'];

export function alertTable(alerts: readonly Alert[], nowMs: number, style: Style): string {
  const rows = alerts.map((alert) => [
    stateWord(alert, style),
    formatAge(alert.since, nowMs),
    severityWord(alert.severity, style),
    alert.name,
    labelsText(alert.labels, ['alertname', 'severity']),
    alert.annotations['summary'] ?? alert.annotations['message'] ?? '',
  ]);
  return columns([HEAD.map(style.dim), ...rows]);
}

/** `job=web instance=a`; a value with blanks stands in quotes. */
export function labelsText(labels: Readonly<Record<string, string>>, without: readonly string[] = []): string {
  const shown = Object.entries(labels).filter(([name]) => !without.includes(name));
  return (
    shown.map(([name, value]) => `${name}=${/^\S+$/.test(value) ? value : JSON.stringify(value)}`).join(' ') || '-'
  );
}

/** What people are told of, by severity; then what they are not. */
export function alertCountsText(counts: AlertCounts, style: Style): string {
  const { critical, warning, info, silenced, pending } = counts;
  const parts = [
    ...(critical > 0 ? [style.bad(`${critical} critical`)] : []),
    ...(warning > 0 ? [style.doubtful(`${warning} warning`)] : []),
    ...(info > 0 ? [`${info} info`] : []),
    ...(silenced > 0 ? [`${silenced} kept quiet`] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function stateWord({ state, silencedBy, inhibitedBy }: Alert, style: Style): string {
  if (state === 'firing') return style.bad(state);
  if (state === 'pending') return style.doubtful(state);
  return style.dim(silencedBy.length > 0 ? 'silenced' : inhibitedBy.length > 0 ? 'inhibited' : 'muted');
}

function severityWord(severity: string, style: Style): string {
  if (severity === 'critical') return style.bad(severity);
  return severity === 'warning' ? style.doubtful(severity) : severity || '-';
}
