import type { Silence, SilencePreview } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { alertTable } from './alert.ts';
import { columns } from './columns.ts';
import { formatAge, formatDuration } from './duration.ts';
import { formatCounted } from './quantity.ts';

export function silenceTable(silences: readonly Silence[], nowMs: number, style: Style): string {
  const rows = silences.map((silence) => [
    silence.id,
    silence.state === 'active' ? style.good(silence.state) : style.dim(silence.state),
    silence.matchers.join(' '),
    whenText(silence, nowMs),
    silence.createdBy,
    silence.comment,
  ]);
  return columns([['ID', 'STATE', 'MATCHERS', 'WHEN', 'BY', 'COMMENT'].map(style.dim), ...rows]);
}

export function whenText({ state, startsAt, endsAt }: Silence, nowMs: number): string {
  if (state === 'expired') return `ended ${formatAge(endsAt, nowMs)}`;
  if (state === 'pending') return `begins in ${formatDuration(Date.parse(startsAt) - nowMs)}`;
  return `ends in ${formatDuration(Date.parse(endsAt) - nowMs)}`;
}

/** What it mutes now; a silence that mutes everything is rarely meant. */
export function previewText(preview: SilencePreview, nowMs: number, style: Style): string {
  const { count, firing, quietAlready, muted } = preview;
  const all = `${formatCounted(firing, 'alert')} that ${firing === 1 ? 'fires' : 'fire'}`;
  if (count === 0) return firing === 0 ? 'It mutes nothing now: no alert fires.' : `It mutes nothing now, of ${all}.`;
  const already = quietAlready === 0 ? '' : `, ${quietAlready} of them quiet already`;
  const warning = count === firing && firing > 1 ? [style.bad('That is every alert that fires.')] : [];
  const rest = count > muted.length ? [`... and ${count - muted.length} more`] : [];
  const summary = `It mutes ${count} of ${all}${already}.`;
  return [summary, ...warning, '', alertTable(muted, nowMs, style), ...rest].join('\n');
}
