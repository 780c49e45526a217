import type { AuditEntry } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';

const longestReason = 80;

/** One line an entry, as it would be read aloud: when, who, what, to what, and how it went. */
export function auditTable(entries: readonly AuditEntry[], style: Style): string {
  const rows = entries.map(({ sequence, time, actor, action, resource, result, reason = '' }) => [
    String(sequence),
    time.slice(0, 19).replace('T', ' '),
    printable(actor),
    printable(action),
    printable(resource),
    { success: style.good, failure: style.bad, refused: style.doubtful }[result](result),
    style.dim(shortened(printable(reason))),
  ]);
  return columns([['ENTRY', 'TIME (UTC)', 'WHO', 'WHAT', 'TO', 'RESULT', 'WHY'].map(style.dim), ...rows]);
}

function shortened(text: string): string {
  return text.length > longestReason ? `${text.slice(0, longestReason)}…` : text;
}

/** Others wrote these texts: nothing in them may steer a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?');
}
