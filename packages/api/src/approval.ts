import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

/**
 * What may need a second person. `rollback`: to a release that is named; the way back to the previous one is always open.
 * `export`: of the audit trail.
 */
export const approvalActs = ['deploy', 'rollback', 'abort', 'reload', 'users', 'roles', 'secrets', 'export'] as const;
export const ApprovalAct = z.enum(approvalActs);
export type ApprovalAct = z.infer<typeof ApprovalAct>;

export const ApprovalState = z
  .enum(['pending', 'carrying_out', 'done', 'failed', 'rejected', 'expired', 'withdrawn'])
  .describe(
    'done and failed: it was approved and carried out, with that end. withdrawn: whoever asked broke the glass for it.',
  );
export type ApprovalState = z.infer<typeof ApprovalState>;

export const ApprovalVote = z.object({
  by: z.string(),
  verdict: z.enum(['approve', 'reject']),
  reason: z.string().nullable(),
  at: Timestamp,
});
export type ApprovalVote = z.infer<typeof ApprovalVote>;

/** A change that waits for a second person, or waited. */
export const Approval = z.object({
  id: z.string(),
  act: ApprovalAct,
  summary: z.string().describe('In words: deploy 1.4.0'),
  asked: z.unknown().describe('What was asked; secrets are left out.'),
  askedBy: z.string(),
  state: ApprovalState,
  needed: z.int().describe('How many others must approve.'),
  votes: z.array(ApprovalVote),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  endedAt: Timestamp.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable().describe('Why it failed.'),
});
export type Approval = z.infer<typeof Approval>;

/** The answer, with status 202, to a change that waits for a second person; the change itself was not made. */
export const HeldAnswer = z.object({ approval: Approval });
export type HeldAnswer = z.infer<typeof HeldAnswer>;

/** Says why a change is to be made at once, by somebody with `approvals:break-glass`. */
export const breakGlassHeader = 'seaworthy-break-glass';
