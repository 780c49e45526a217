import { Failure } from '../platform/failure.ts';

export type SecretErrorCode =
  | 'secret_missing'
  | 'secret_source_off'
  | 'secret_source_unreachable'
  | 'secret_source_refused'
  | 'secret_source_answer';

/** Why a secret cannot be had. Never carries a value. */
export class SecretError extends Failure<SecretErrorCode> {}
