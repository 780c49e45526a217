import type { Approval } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatAge, formatDuration } from './duration.ts';

export function approvalTable(approvals: readonly Approval[], nowMs: number, style: Style): string {
  const rows = approvals.map((approval) => [
    approval.id,
    approval.summary,
    approval.askedBy,
    formatAge(approval.createdAt, nowMs),
    stateText(approval, nowMs),
  ]);
  return columns([['ID', 'WHAT', 'ASKED BY', 'SINCE', 'STATE'].map(style.dim), ...rows]);
}

/** One of them, in lines. */
export function approvalText(approval: Approval, nowMs: number): string {
  const { id, summary, askedBy, votes, error, asked } = approval;
  return [
    `${id}: ${summary}, asked for by ${askedBy}`,
    `asked: ${JSON.stringify(asked)}`,
    ...votes.map(
      ({ by, verdict, reason }) =>
        `${verdict === 'approve' ? 'approved' : 'rejected'} by ${by}${reason === null ? '' : `: ${reason}`}`,
    ),
    stateText(approval, nowMs),
    ...(error === null ? [] : [`${error.message} (${error.code})`]),
  ].join('\n');
}

function stateText({ state, needed, votes, expiresAt }: Approval, nowMs: number): string {
  if (state !== 'pending') return state.replace('_', ' ');
  const given = votes.filter(({ verdict }) => verdict === 'approve').length;
  return `${given} of ${needed} approved, ${formatDuration(Math.max(0, Date.parse(expiresAt) - nowMs))} left`;
}
