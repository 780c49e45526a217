import type { Slot } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit/logging';
import type { RolloutTools } from './acts/act.ts';
import { instancesOf } from './acts/act.ts';
import { probeOf, toTarget } from './acts/check-health.ts';
import type { OccupiedSlot } from './slots.ts';

export interface TargetSyncTools extends Pick<RolloutTools, 'slots' | 'supervisor' | 'traffic' | 'policy'> {
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * An instance that was started again may listen elsewhere: the data plane is told at once. Returns the function that
 * ends it.
 */
export function syncTargets(tools: TargetSyncTools): () => void {
  const { supervisor, logger } = tools;
  let last: Promise<void> = Promise.resolve();
  return supervisor.onChange((_id, instance) => {
    if (instance?.state !== 'running') return;
    last = last
      .then(() => syncSlot(instance.slot, tools))
      .catch((error: unknown) => logger.warn('the proxy could not be told of an instance', { id: instance.id, error }));
  });
}

async function syncSlot(slot: Slot, tools: TargetSyncTools): Promise<void> {
  const occupied = await tools.slots.get(slot);
  if (occupied === undefined || occupied.contents.probePath === null) return;
  const { slots } = await tools.traffic.state();
  const known = new Set(slots[slot].map(({ id, host, port }) => `${id} ${host} ${port}`));
  const isNew = instancesOf(tools.supervisor, slot).some(({ id, host, port }) => !known.has(`${id} ${host} ${port}`));
  if (isNew) await setTargets(occupied, occupied.contents.probePath, tools);
}

export async function setTargets(
  { slot }: OccupiedSlot,
  probePath: string,
  { supervisor, traffic, policy }: Pick<RolloutTools, 'supervisor' | 'traffic' | 'policy'>,
): Promise<void> {
  await traffic.setTargets(slot, instancesOf(supervisor, slot).map(toTarget), probeOf(policy, probePath));
}
