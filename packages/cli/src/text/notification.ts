import type { NotificationRecord, Receiver, ReceiverTestOutcome } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { labelsText } from './alert.ts';
import { columns } from './columns.ts';
import { formatAge } from './duration.ts';

export function receiverTable(receivers: readonly Receiver[], nowMs: number, style: Style): string {
  const age = (time: string | null) => (time === null ? '-' : formatAge(time, nowMs));
  const rows = receivers.flatMap(({ name, integrations }) => {
    if (integrations.length === 0) return [[name, '-', style.doubtful('tells nobody'), '-', '-', '']];
    return integrations.map((integration) => [
      name,
      integration.name,
      ...[healthWord(integration.state, style), age(integration.lastSentAt), age(integration.failingSince)],
      integration.failure === null ? '' : `${integration.failures} in a row: ${integration.failure.message}`,
    ]);
  });
  return columns([['RECEIVER', 'BY', 'STATE', 'LAST SENT', 'FAILING SINCE', ''].map(style.dim), ...rows]);
}

export function receiverTestTable(outcomes: readonly ReceiverTestOutcome[], style: Style): string {
  const rows = outcomes.map(({ integration, outcome, failure, note }) => [
    integration,
    outcome === 'delivered' ? style.good(outcome) : style.bad(outcome),
    failure === null ? (note ?? '') : `${failure.message} (${failure.reason})`,
  ]);
  return columns([['BY', 'RESULT', ''].map(style.dim), ...rows]);
}

export function notificationTable(records: readonly NotificationRecord[], nowMs: number, style: Style): string {
  const rows = records.map((record) => [
    formatAge(record.endedAt ?? record.queuedAt, nowMs),
    `${record.receiver}/${record.integration}`,
    outcomeWord(record.state, style),
    `${record.action === 'acknowledge' ? 'acknowledged' : record.status} (${record.reason})`,
    String(record.alerts),
    labelsText(record.groupLabels),
    record.failure === null ? '' : record.failure.message,
  ]);
  return columns([['WHEN', 'TO', 'RESULT', 'WHAT', 'ALERTS', 'GROUP', ''].map(style.dim), ...rows]);
}

function healthWord(state: Receiver['integrations'][number]['state'], style: Style): string {
  if (state === 'unknown') return style.dim('not used yet');
  return state === 'ok' ? style.good(state) : style.bad(state);
}

function outcomeWord(state: NotificationRecord['state'], style: Style): string {
  if (state === 'sent') return style.good(state);
  if (state === 'pending') return style.doubtful('waiting');
  return state === 'superseded' ? style.dim(state) : style.bad(state.replace('_', ' '));
}
