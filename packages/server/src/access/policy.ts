import type { LockoutPolicy } from './lockout.ts';

/** What an installation may decide about access. */
export interface AccessPolicy {
  readonly lockout: LockoutPolicy;
  /** Of one caller. */
  readonly changesPerMinute: number;
  /** From one address. */
  readonly signInsPerMinute: number;
  /** Who has one of these roles may do nothing but enrol a second factor until they have. */
  readonly secondFactorFor: readonly string[];
}

export const defaultAccessPolicy: AccessPolicy = {
  lockout: { freeTries: 5, firstWaitMs: 1_000, longestWaitMs: 15 * 60_000 },
  changesPerMinute: 300,
  signInsPerMinute: 10,
  secondFactorFor: [],
};
