import type { Release, ReleaseSource } from './release.ts';

/** The releases of one service, each in its own read-only folder `releases/<version>`. */
export interface ReleaseStore {
  /**
   * Takes a copy of the source. A copy is seen whole or not at all. The same version with the same content is a no-op;
   * with other content it is `release_conflict`. Files that cannot become a release are `release_rejected`.
   */
  add(version: string, source: ReleaseSource, signal?: AbortSignal): Promise<Release>;
  get(version: string): Promise<Release | undefined>;
  /** Newest first. */
  list(): Promise<readonly Release[]>;
  /** Reads every file again: true when all is as it was added. False also for an unknown version. */
  verify(version: string): Promise<boolean>;
}
