import { Failure } from '../platform/failure.ts';

export type TlsErrorCode = 'tls_unreadable' | 'tls_key_unsafe' | 'tls_mismatch';

/** Why a certificate cannot be used. */
export class TlsError extends Failure<TlsErrorCode> {}
