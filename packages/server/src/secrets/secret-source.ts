import type { SecretReference } from '../config/inject-config.ts';

export interface ResolvedSecret {
  readonly value: string;
  /** Milliseconds since 1970; undefined where the source does not say. */
  readonly changedAt: number | undefined;
}

/**
 * Where secrets come from. `resolve` reads anew each time and keeps nothing; the same reference may give another value
 * later. Throws SecretError: `secret_missing` when there is no such secret (also: one that was deleted),
 * `secret_source_unreachable` (retryable) when nobody answers in time, `secret_source_refused` when we may not read it,
 * `secret_source_answer` when what came is not understood. Rejects with the signal's reason when it aborts.
 */
export interface SecretSource<Reference extends SecretReference = SecretReference> {
  resolve(reference: Reference, signal?: AbortSignal): Promise<ResolvedSecret>;
}

export type ReferenceTo<Source extends SecretReference['source']> = Extract<
  SecretReference,
  { readonly source: Source }
>;
