import { z } from 'zod';
import { Approval } from './approval.ts';
import type { Route } from './route.ts';
import { page, pageQuery } from './route.ts';

const ApprovalId = z.object({ id: z.string().max(64) });

/** Changes that wait for a second person. */
export const approvalRoutes = {
  approvals: {
    method: 'GET',
    path: '/api/v1/approvals',
    summary: 'Changes that wait for a second person; all of them with state=all, the newest first',
    permission: 'approvals:read',
    query: z.object({ ...pageQuery, state: z.enum(['pending', 'all']).default('pending') }),
    response: page(Approval),
  },
  approval: {
    method: 'GET',
    path: '/api/v1/approvals/{id}',
    summary: 'One of them; for whoever asked, with what the change answered once it was made',
    permission: 'approvals:read',
    params: ApprovalId,
    response: Approval.extend({ result: z.unknown().optional() }),
  },
  approve: {
    method: 'POST',
    path: '/api/v1/approvals/{id}/approve',
    summary: "Approve somebody else's change; the last approval that is needed carries it out",
    permission: 'approvals:write',
    params: ApprovalId,
    body: z.strictObject({ reason: z.string().max(500).optional() }),
    response: Approval,
  },
  reject: {
    method: 'POST',
    path: '/api/v1/approvals/{id}/reject',
    summary: "Reject somebody else's change",
    permission: 'approvals:write',
    params: ApprovalId,
    body: z.strictObject({ reason: z.string().min(1).max(500) }),
    response: Approval,
  },
} as const satisfies Record<string, Route>;
