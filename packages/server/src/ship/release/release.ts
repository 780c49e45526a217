import type { FailureDetail } from '../../platform/failure.ts';
import { Failure } from '../../platform/failure.ts';

/** What to run: a version and the digest of its files. It never changes. */
export interface Release {
  readonly version: string;
  /** `sha256:<hex>` over every path, mode and content. */
  readonly digest: string;
  /** Absolute path of its own folder. */
  readonly directory: string;
  readonly sizeBytes: number;
  readonly files: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** A folder, or a .tar, .tar.gz or .tgz, on this machine. */
export type ReleaseSource = { readonly directory: string } | { readonly archive: string };

export type ReleaseErrorCode = 'release_conflict' | 'release_rejected';

export class ReleaseError extends Failure<ReleaseErrorCode> {}

/** The files cannot become a release because of `path`. */
export function rejected(path: string, problem: string, cause?: unknown): ReleaseError {
  const details: FailureDetail[] = [{ path, message: problem }];
  return new ReleaseError('release_rejected', `${path} ${problem}.`, { details, cause });
}
