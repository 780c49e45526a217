import type { Forwarding, ForwardingState, TelemetryStore } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatDuration } from './duration.ts';
import { formatBytes, formatCount } from './quantity.ts';

const paints: Readonly<Record<ForwardingState, keyof Style>> = {
  working: 'good',
  failing: 'bad',
  unknown: 'doubtful',
};

/** What is kept here, what is handed on, and below why something does not get through. */
export function telemetryText(
  { forwarding, stores }: { readonly forwarding: readonly Forwarding[]; readonly stores: readonly TelemetryStore[] },
  style: Style,
): string {
  return [storeTable(stores, style), '', forwardingTable(forwarding, style)].join('\n');
}

function storeTable(stores: readonly TelemetryStore[], style: Style): string {
  const head = ['STORE', 'DISK', 'OF AT MOST', 'MEMORY', 'KEPT FOR', 'LOST'];
  return columns([head.map(style.dim), ...stores.map((store) => storeRow(store, style))]);
}

function storeRow(
  { name, diskBytes, diskLimitBytes, memoryBytes, retentionMs, dropped }: TelemetryStore,
  style: Style,
) {
  const lost = Object.entries(dropped).filter(([, count]) => count > 0);
  const said = lost.map(([reason, count]) => `${formatCount(count)} ${reason}`).join(', ');
  return [
    name,
    formatBytes(diskBytes),
    diskLimitBytes === null ? '-' : formatBytes(diskLimitBytes),
    formatBytes(memoryBytes),
    formatDuration(retentionMs),
    lost.length === 0 ? 'none' : style.bad(said),
  ];
}

function forwardingTable(forwarding: readonly Forwarding[], style: Style): string {
  if (forwarding.length === 0)
    return 'Nothing is handed on: `forward:` and `metrics.remoteWrite:` of seaworthy.yaml say where to.';
  const head = ['TO', 'BY', 'SIGNAL', 'SENT', 'REFUSED', 'DROPPED', 'WAITING', 'STATE'];
  const table = columns([head.map(style.dim), ...forwarding.map((each) => forwardingRow(each, style))]);
  const failing = forwarding.flatMap(({ to, signal, why }) => (why === null ? [] : [`${signal} to ${to}: ${why}`]));
  return [table, ...(failing.length === 0 ? [] : ['', ...failing])].join('\n');
}

function forwardingRow({ to, by, signal, state, sent, refused, dropped, queue }: Forwarding, style: Style): string[] {
  return [
    to,
    by.replace('_', ' '),
    signal,
    formatCount(sent),
    formatCount(refused),
    formatCount(dropped),
    `${formatCount(queue.waiting)} of ${formatCount(queue.limit)}`,
    style[paints[state]](state),
  ];
}
