import { Failure } from '../../platform/failure.ts';

export type SealErrorCode = 'master_key_wrong' | 'master_key_missing' | 'master_key_unsafe' | 'sealed_damaged';

/** Why what is sealed cannot be opened. */
export class SealError extends Failure<SealErrorCode> {}
