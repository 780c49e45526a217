import { currentContext } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { AuditUnavailable } from './audit-unavailable.ts';
import type { AuditTrail } from './trail.ts';

/** What the access room tells of sign-ins, lock-outs and changes of who may do what. */
export type AccessEntry = Omit<NewAuditEntry, 'requestId'>;

/**
 * Recorded beside the entry of the request itself, since one request may be several of them. The request's own entry decides
 * whether it is acknowledged; this one is held when it cannot be written.
 */
export function recordAccess(trail: Pick<AuditTrail, 'record'>): (event: AccessEntry) => Promise<void> {
  return async (event) => {
    if (isToldByHttp(event)) return;
    const { correlationId, approval } = currentContext();
    try {
      await trail.record({
        ...event,
        ...(correlationId === undefined ? {} : { requestId: correlationId }),
        ...(approval === undefined || event.data !== undefined ? {} : { data: { approval: { id: approval } } }),
      });
    } catch (error) {
      if (!(error instanceof AuditUnavailable)) throw error;
    }
  };
}

const toldByHttp: ReadonlySet<string> = new Set([
  ...['approval.request', 'approval.approve', 'approval.reject', 'approval.by_asker'],
]);

/** The request's own entry says the same: it asked for approval, was a vote, or was refused by the guard (`POST /api/v1/stop`). */
function isToldByHttp({ type, action, result, resource }: AccessEntry): boolean {
  if (toldByHttp.has(action)) return true;
  return type === 'authorization' && result === 'refused' && /^[A-Z]+ \//.test(resource);
}
