import { shareOf } from '../../traffic/traffic.ts';
import type { Act } from './act.ts';
import { passed } from './act.ts';

/** Makes room: what the slot still keeps of an earlier release ends here. Never the slot that serves. */
export const clearSlot: Act = async ({ slot, traffic, supervisor, slots, policy }) => {
  const { split } = await traffic.state();
  if (shareOf(split, slot) > 0) throw new Error(`slot ${slot} has traffic: it is not cleared`);
  const before = await slots.get(slot);
  if (before?.role === 'live') throw new Error(`slot ${slot} is live: it is not cleared`);
  await slots.remove(slot);
  await traffic.retire(slot, policy.traffic.drainTimeoutMs);
  await supervisor.stopSlot(slot);
  return passed(before === undefined ? '' : `${before.version} in slot ${slot} stopped`);
};
