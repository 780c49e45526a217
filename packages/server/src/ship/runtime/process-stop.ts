import type { Clock } from '../../platform/clock.ts';
import { isRunning } from '../../platform/process-identity.ts';
import type { FamilyMember } from './process-family.ts';
import type { StopResult } from './runtime.ts';
import { RuntimeError } from './runtime.ts';

export interface StopFamily {
  readonly id: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** The processes of the instance that live now. */
  readonly find: () => readonly FamilyMember[];
}

/** A process in the middle of a disk or network call dies only when that returns; longer than this is not normal. */
const KILL_TIMEOUT_MS = 5_000;
const LOOK_EVERY_MS = 20;

/**
 * Ends every process of an instance. A process that left both the session and the environment that it was started with
 * cannot be found by anybody, and so is not stopped.
 */
export async function stopFamily({ id, timeoutMs, clock, find }: StopFamily): Promise<StopResult> {
  const family = find();
  if (family.length === 0) return { exitedBy: 'already_gone' };
  if (await endAll('SIGTERM', timeoutMs, { clock, find })) return { exitedBy: 'term' };
  if (await endAll('SIGKILL', KILL_TIMEOUT_MS, { clock, find })) return { exitedBy: 'kill' };
  const left = find().map(({ pid }) => pid);
  throw new RuntimeError('stop_failed', `${id} does not end: process ${left.join(', ')} survives SIGKILL.`, {
    hint: 'It hangs in the kernel, mostly on a disk or network share that does not answer.',
    retryable: true,
  });
}

/** True when no process was left before the deadline. What is started meanwhile gets the signal, too. */
async function endAll(
  signal: 'SIGTERM' | 'SIGKILL',
  timeoutMs: number,
  { clock, find }: Pick<StopFamily, 'clock' | 'find'>,
): Promise<boolean> {
  const deadline = clock.monotonicMs() + timeoutMs;
  const told = new Set<number>();
  for (let left = find(); left.length > 0; left = find()) {
    const groups = new Set(left.map(({ groupId }) => groupId));
    // A second SIGTERM means "at once" to many programs; SIGKILL cannot be said too often.
    for (const group of groups) if (signal === 'SIGKILL' || !told.has(group)) signalGroup(group, signal);
    for (const group of groups) told.add(group);
    while (left.some(isRunning)) {
      const leftMs = deadline - clock.monotonicMs();
      if (leftMs <= 0) return false;
      await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs));
    }
  }
  return true;
}

/** A group keeps its number for as long as one process is in it, so the number cannot mean strangers here. */
function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
