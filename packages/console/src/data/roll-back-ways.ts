import type { Deployment, Release, ServiceStatus } from '@seaworthy/api';

export interface RollBackWays {
  /** Where a rollback leads by itself; undefined: there is no such release, or it was not read. */
  readonly previous: string | undefined;
  /** What may be named instead, newest first. */
  readonly others: readonly string[];
}

/**
 * What the control plane takes a rollback for: by itself it leads to the last version that was made live before, and was
 * not taken back since; any other release has to be named.
 */
export function rollBackWays(
  { liveVersion }: Pick<ServiceStatus, 'liveVersion'>,
  deployments: readonly Pick<Deployment, 'version' | 'outcome' | 'status'>[],
  releases: readonly Pick<Release, 'version'>[],
): RollBackWays {
  const there = releases.map(({ version }) => version).filter((version) => version !== liveVersion);
  const last = deployments.find(
    ({ version, outcome, status }) => outcome === 'completed' && status !== 'rolled_back' && version !== liveVersion,
  )?.version;
  const previous = last !== undefined && there.includes(last) ? last : undefined;
  return { previous, others: there.filter((version) => version !== previous) };
}

/** Its instances still run in the other slot: only the switch is needed. */
export function isWarm({ slots, liveSlot }: Pick<ServiceStatus, 'slots' | 'liveSlot'>, version: string): boolean {
  return slots.some((each) => each.slot !== liveSlot && each.version === version && each.instances.length > 0);
}
