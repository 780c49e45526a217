import type { Clock } from '../platform/clock.ts';
import type { Acts } from './acts.ts';

interface InstanceState {
  readonly state: string;
  readonly version: string;
  readonly slot: string;
  readonly restarts: number;
}

/** A loop that goes on is told again after so long. */
const againMs = 600_000;

/** Told of every change of an instance; records that it ends again and again. */
export function recordCrashLoops(acts: Pick<Acts, 'instanceCrashLoop'>, clock: Clock) {
  const told = new Map<string, number>();
  return (id: string, instance: InstanceState | undefined): void => {
    if (instance === undefined) told.delete(id);
    if (instance?.state !== 'crash_loop') return;
    const now = clock.monotonicMs();
    if (now - (told.get(id) ?? Number.NEGATIVE_INFINITY) < againMs) return;
    told.set(id, now);
    const { version, slot, restarts } = instance;
    acts.instanceCrashLoop(id, { version, slot, restarts });
  };
}
