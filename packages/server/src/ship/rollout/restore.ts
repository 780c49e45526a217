import type { Logger } from '@seaworthy/kit/logging';
import { onlyTo, shareOf } from '../traffic/traffic.ts';
import type { RolloutTools } from './acts/act.ts';
import type { OccupiedSlot } from './slots.ts';
import { liveOf } from './slots.ts';
import { setTargets } from './target-sync.ts';

export interface RestoreTools extends RolloutTools {
  readonly logger: Pick<Logger, 'warn'>;
  /** A deployment that gave its candidate traffic decides itself what serves. */
  readonly mayServe: () => boolean;
}

const RETRY_MS = 1_000;

/**
 * What should run runs: after a restart of the control plane alone it does already; after `down` or a reboot nothing
 * does. What cannot be started now is said, and tried again by `serveLive`.
 */
export async function restoreSlots(tools: RestoreTools): Promise<void> {
  for (const occupied of await tools.slots.list()) {
    if (occupied.role === 'candidate') continue;
    await run(occupied, tools).catch((error: unknown) => {
      tools.logger.warn('a release could not be restored', { version: occupied.version, slot: occupied.slot, error });
    });
  }
}

/** Gives the live release its traffic back. Ends when it has it, when a deployment decides, or when `signal` aborts. */
export async function serveLive(tools: RestoreTools, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const live = liveOf(await tools.slots.list());
      if (live === undefined || !tools.mayServe()) return;
      return await serve(live, tools, signal);
    } catch (error) {
      if (signal.aborted) return;
      tools.logger.warn('what was live does not serve yet', { error });
      await tools.clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }
}

async function run(occupied: OccupiedSlot, tools: RestoreTools): Promise<void> {
  await tools.supervisor.ensure(occupied.slot, occupied.contents.wanted);
  await setTargets(occupied, occupied.contents.probePath ?? tools.policy.health.path, tools);
}

async function serve(live: OccupiedSlot, tools: RestoreTools, signal: AbortSignal): Promise<void> {
  const { split, slots } = await tools.traffic.state();
  if (shareOf(split, live.slot) === 1 && slots[live.slot].length > 0) return;
  await run(live, tools);
  const { ready } = await tools.traffic.awaitReady(live.slot, tools.policy.health.deadlineMs, signal);
  if (!ready) throw new Error(`${live.version} in slot ${live.slot} does not come up`);
  const now = liveOf(await tools.slots.list());
  if (now?.slot === live.slot && tools.mayServe()) await tools.traffic.setSplit(onlyTo(live.slot));
}
