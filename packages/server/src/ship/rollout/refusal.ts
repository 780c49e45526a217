import type { ErrorCode } from '@seaworthy/api';
import { errors } from '@seaworthy/api';
import { LeaseError } from '../../db/lease.ts';
import type { FailureDetail } from '../../platform/failure.ts';
import { Failure } from '../../platform/failure.ts';

/** What was asked is not done, and nothing was changed. The code is the API's. */
export class Refusal extends Failure<ErrorCode> {
  constructor(code: ErrorCode, message: string = errors[code].message, details: readonly FailureDetail[] = []) {
    super(code, message, { hint: errors[code].hint, details });
  }
}

/** A lease that somebody else holds becomes a refusal that says who deploys, and since when; other errors stay. */
export function toRefusal(service: string, error: unknown): unknown {
  if (!(error instanceof LeaseError)) return error;
  const { holder } = error;
  const since = holder === undefined ? '' : new Date(holder.acquiredAt).toISOString();
  const by = holder === undefined ? '' : `, by ${holder.owner} since ${since}`;
  return new Refusal('lock_held', `Another deployment of ${service} is under way${by}.`);
}
