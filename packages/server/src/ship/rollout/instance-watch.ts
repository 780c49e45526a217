import type { ReasonCode, Slot } from '@seaworthy/api';
import { readLastLines } from '../runtime/log-tail.ts';
import type { Instance, Supervisor } from '../runtime/supervisor.ts';
import type { ActContext } from './acts/act.ts';
import { InstanceLost } from './interruption.ts';
import type { StepResult } from './plan.ts';

/**
 * Does some work as long as every instance of the slot lives. The first one that ends by itself ends the work, at once
 * and not at some deadline, as a failure with the given code and the instance's last log lines.
 */
export async function watchedForLoss(
  context: Pick<ActContext, 'supervisor' | 'slot' | 'deployment' | 'signal'>,
  code: ReasonCode,
  work: (signal: AbortSignal) => Promise<StepResult>,
): Promise<StepResult> {
  const { supervisor, slot, deployment, signal } = context;
  const lost = new AbortController();
  const look = () => {
    const instance = findLost(supervisor, slot, deployment.startedAt);
    if (instance !== undefined) lost.abort(new InstanceLost(inWords(instance), { cause: instance }));
  };
  const unsubscribe = supervisor.onChange(look);
  try {
    look();
    lost.signal.throwIfAborted();
    return await work(AbortSignal.any([signal, lost.signal]));
  } catch (error) {
    if (!lost.signal.aborted || signal.aborted) throw error;
    return { status: 'failed', code, detail: await lastWords(lost.signal.reason) };
  } finally {
    unsubscribe();
  }
}

const goneStates: ReadonlySet<Instance['state']> = new Set(['restarting', 'crash_loop', 'lost', 'stopped']);

/** One that is running again was lost as well, when it ended since `sinceMs`. */
export function findLost(supervisor: Pick<Supervisor, 'list'>, slot: Slot, sinceMs: number): Instance | undefined {
  return supervisor
    .list()
    .find((instance) => instance.slot === slot && (goneStates.has(instance.state) || endedSince(instance, sinceMs)));
}

function endedSince({ lastExit }: Instance, sinceMs: number): boolean {
  return lastExit !== null && lastExit.at >= sinceMs;
}

function inWords({ id, lastExit }: Instance): string {
  return `instance ${id} ${lastExit?.message ?? 'ended'}`;
}

const LAST_LINES = 10;

async function lastWords(reason: unknown): Promise<string> {
  if (!(reason instanceof InstanceLost)) return String(reason);
  const { logFile } = reason.cause as Instance;
  return [reason.message, ...(await readLastLines(logFile, LAST_LINES))].join('\n');
}
