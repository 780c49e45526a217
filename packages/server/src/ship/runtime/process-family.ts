import type { ProcessFacts } from '../../platform/process-identity.ts';
import { listPids, readEnvironment, readProcess } from '../../platform/process-identity.ts';

/**
 * Every process carries these two in its environment, and so do the processes that it starts: what a crash of the
 * control plane makes forgotten is found again by them. Two installations on a machine never see each other's.
 */
export const ID_MARK = 'INSTANCE_ID';
export const INSTALLATION_MARK = 'SEAWORTHY_STATE_DIR';

/** One living process of an instance. */
export interface FamilyMember extends ProcessFacts {
  readonly instanceId: string;
}

/** Every living process of this installation's instances, the oldest first. Ourselves are never among them. */
export function findFamilies(stateDir: string): readonly FamilyMember[] {
  return listPids()
    .flatMap((pid) => member(pid, stateDir) ?? [])
    .sort((a, b) => ticks(a) - ticks(b) || a.pid - b.pid);
}

/**
 * The process that was started as the instance: it leads a group of its own, and is older than any that it started.
 * Undefined when only others are left.
 */
export function mainProcess(family: readonly FamilyMember[]): FamilyMember | undefined {
  return family.find((member) => member.pid === member.groupId);
}

function member(pid: number, stateDir: string): FamilyMember | undefined {
  if (pid === process.pid) return undefined;
  const environment = readEnvironment(pid);
  const instanceId = environment?.get(ID_MARK);
  if (instanceId === undefined || environment?.get(INSTALLATION_MARK) !== stateDir) return undefined;
  const facts = readProcess(pid);
  return facts && !facts.isZombie ? { ...facts, instanceId } : undefined;
}

function ticks({ startTime }: ProcessFacts): number {
  return Number.parseInt(startTime, 10);
}
