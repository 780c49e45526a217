import type { CheckOutcome } from '@seaworthy/kit';
import type { AuditTrail } from './trail.ts';

/** Unhealthy when nothing can be recorded; degraded when checkpoints do not get out, or entries were lost. */
export function auditCheck(trail: AuditTrail): () => CheckOutcome {
  return () => {
    const { failure, entries, held, lost, sinks } = trail.status();
    const late = sinks.filter(({ lastError }) => lastError !== undefined);
    const details = {
      entries,
      held,
      lost,
      sinks: sinks.map(({ name, waiting, lastError }) => ({ name, waiting, lastError: lastError ?? null })),
    };
    if (failure !== undefined) {
      return { status: 'unhealthy', message: `cannot be written: ${failure}; changes are refused`, details };
    }
    if (lost > 0)
      return { status: 'degraded', message: `${lost} entries were lost while it could not be written`, details };
    if (late.length > 0) {
      return {
        status: 'degraded',
        message: `checkpoints do not reach ${late.map(({ name }) => name).join(', ')}`,
        details,
      };
    }
    return { status: 'healthy', message: `${entries} entries`, details };
  };
}
