import type { ServiceStatus } from '@seaworthy/api';

export interface Earlier {
  readonly version: string;
  /** Its instances still run in the other slot. */
  readonly isWarm: boolean;
}

/** What a rollback leads to, as far as the status tells; undefined when no earlier version is known. */
export function earlierVersion({ liveVersion, liveSlot, slots, lastDeployment }: ServiceStatus): Earlier | undefined {
  if (liveVersion === null) return undefined;
  const other = slots.find(({ slot, instances }) => slot !== liveSlot && instances.length > 0);
  if (other?.version && other.version !== liveVersion) return { version: other.version, isWarm: true };
  if (lastDeployment?.outcome !== 'completed') return undefined;
  const { fromVersion } = lastDeployment;
  return fromVersion === null || fromVersion === liveVersion ? undefined : { version: fromVersion, isWarm: false };
}
