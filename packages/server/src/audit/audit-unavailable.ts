import { Failure } from '../platform/failure.ts';

/** The trail cannot be written: what changes something is refused rather than done unrecorded. */
export class AuditUnavailable extends Failure<'audit_unavailable'> {
  constructor(why: string, cause?: unknown) {
    super('audit_unavailable', `The audit trail cannot be written: ${why}. Nothing is changed until it can.`, {
      hint: 'Free or mend the disk of the state folder; it goes on by itself then. `seaworthy health` shows the check audit.',
      retryable: true,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
