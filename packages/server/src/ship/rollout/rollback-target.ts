import type { StoredDeployment } from './deployment.ts';
import type { OccupiedSlot } from './slots.ts';
import { liveOf, previousOf } from './slots.ts';

export interface RollbackTarget {
  readonly version: string;
  /** The old slot is still warm: only the switch is needed. */
  readonly isWarm: boolean;
}

/**
 * Where a rollback goes: to the version named, or to the last one that served before the live one and was not itself
 * rolled back. `history` is newest first. Undefined when there is none.
 */
export function rollbackTarget(
  slots: readonly OccupiedSlot[],
  history: readonly StoredDeployment[],
  to: string | undefined,
): RollbackTarget | undefined {
  const live = liveOf(slots);
  if (live === undefined) return undefined;
  const version = to ?? lastGoodBefore(history, live.version);
  if (version === undefined || version === live.version) return undefined;
  return { version, isWarm: previousOf(slots)?.version === version };
}

function lastGoodBefore(history: readonly StoredDeployment[], liveVersion: string): string | undefined {
  return history.find(
    ({ outcome, version, rolledBackBy }) => outcome === 'completed' && version !== liveVersion && rolledBackBy === null,
  )?.version;
}
