import { killLeftovers } from '../../gate/leftovers.ts';
import { noTraffic, shareOf } from '../../traffic/traffic.ts';
import type { Act } from './act.ts';
import { passed } from './act.ts';
import { DEPLOYMENT_MARKER } from './run-beside.ts';

/**
 * Ends what the deployment started: its requests finish, then its instances stop. A slot that holds another
 * deployment's release (an instant rollback that failed) is left as it is.
 */
export const retireCandidate: Act = async ({ deployment, slot, slots, supervisor, traffic, policy }) => {
  killLeftovers({ name: DEPLOYMENT_MARKER, value: deployment.id });
  const { split, paused } = await traffic.state();
  // A migration that was cut short may have left users waiting.
  if (paused) await traffic.resume();
  const occupied = await slots.get(slot);
  if (occupied !== undefined && occupied.deploymentId !== deployment.id) return passed('');
  // A first release has nobody to hand its traffic to: the proxy answers for it from here on.
  if (shareOf(split, slot) > 0) await traffic.setSplit(noTraffic);
  await traffic.retire(slot, policy.traffic.drainTimeoutMs);
  await supervisor.stopSlot(slot);
  await slots.remove(slot);
  return passed('');
};
