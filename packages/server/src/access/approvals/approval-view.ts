import type { Approval, ApprovalVote } from '@seaworthy/api';
import type { ApprovalRow, VoteRow } from './approval-store.ts';

/** As everybody sees it who may read requests. */
export function toApproval(row: ApprovalRow, votes: readonly VoteRow[]): Approval {
  return {
    id: row.id,
    act: row.act as Approval['act'],
    summary: row.summary,
    asked: JSON.parse(row.asked),
    askedBy: row.asked_by,
    state: row.state as Approval['state'],
    needed: row.needed,
    votes: votes.map(toVote),
    createdAt: timeText(row.created_at),
    expiresAt: timeText(row.expires_at),
    endedAt: row.ended_at === null ? null : timeText(row.ended_at),
    error: row.error === null || row.ended_at === null ? null : (JSON.parse(row.error) as Approval['error']),
  };
}

function toVote({ voter, verdict, reason, at }: VoteRow): ApprovalVote {
  return { by: voter, verdict: verdict as ApprovalVote['verdict'], reason, at: timeText(at) };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
