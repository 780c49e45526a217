import type { Access } from '../access/access.ts';
import type { CallContext, Handlers } from '../http/handlers.ts';
import { pageByKey } from './wire.ts';

export interface ApprovalHandlerParts {
  readonly access: Pick<Access, 'approvals'>;
}

export function createApprovalHandlers({ access: { approvals } }: ApprovalHandlerParts) {
  return {
    async approvals({ query }) {
      const key = ({ createdAt, id }: { createdAt: string; id: string }) => `${1e15 - Date.parse(createdAt)} ${id}`;
      return pageByKey(await approvals.list(query.state), key, query);
    },
    approval: ({ params }, context) => approvals.get(params.id, askerOf(context)),
    approve: ({ params, body }, context) => approvals.approve(params.id, body.reason, askerOf(context)),
    reject: ({ params, body }, context) => approvals.reject(params.id, body.reason, askerOf(context)),
  } satisfies Partial<Handlers>;
}

function askerOf({ caller, sourceAddress }: CallContext) {
  return { name: caller.name, permissions: caller.permissions, sourceAddress };
}
