import { currentContext } from '@seaworthy/kit';
import type { NewAuditEntry } from '@seaworthy/kit/audit';
import { AuditUnavailable } from './audit-unavailable.ts';
import type { AuditTrail } from './trail.ts';

/** What the access room tells of sign-ins, lock-outs and changes of who may do what. */
export type AccessEntry = Omit<NewAuditEntry, 'requestId' | 'data'>;

/**
 * Recorded beside the entry of the request itself, since one request may be several of them. The request's own entry decides
 * whether it is acknowledged; this one is held when it cannot be written.
 */
export function recordAccess(trail: Pick<AuditTrail, 'record'>): (event: AccessEntry) => Promise<void> {
  return async (event) => {
    if (isToldByHttp(event)) return;
    const { correlationId } = currentContext();
    try {
      await trail.record(correlationId === undefined ? event : { ...event, requestId: correlationId });
    } catch (error) {
      if (!(error instanceof AuditUnavailable)) throw error;
    }
  };
}

/** A request that the guard refused: `POST /api/v1/stop`. */
function isToldByHttp({ type, result, resource }: AccessEntry): boolean {
  return type === 'authorization' && result === 'refused' && /^[A-Z]+ \//.test(resource);
}
