import type { Database } from '../../db/database.ts';
import type { StoredDeployment } from './deployment.ts';
import type { SlotStore } from './slots.ts';
import type { DeploymentStore } from './store.ts';

export interface Settling {
  readonly slots: SlotStore;
  readonly store: DeploymentStore;
  /** How long the slot that was live stays warm. */
  readonly keepUntil: number;
  readonly db: Database;
}

/** With the last transition of a deployment, in its transaction: which slot is live from now on, and which one is the previous. */
export async function settleSlots(deployment: StoredDeployment, settling: Settling): Promise<void> {
  const { slot, from } = deployment;
  if (!isServing(deployment) || slot === null) return;
  const { slots, db, keepUntil } = settling;
  const candidate = await slots.get(slot, db);
  const old = from === null ? undefined : await slots.get(from.slot, db);
  if (candidate !== undefined) {
    await slots.put({ ...candidate, role: 'live', deploymentId: deployment.id, keptUntil: null }, db);
  }
  if (old === undefined) return;
  await slots.put({ ...old, role: 'previous', keptUntil: keepUntil }, db);
  const isRollback = deployment.kind === 'rollback' || deployment.kind === 'instant_rollback';
  if (isRollback) await settling.store.markRolledBack(old.deploymentId, deployment.id, db);
}

/** Completed; or the way back was barred, so that the new release serves for want of another. */
function isServing({ step, outcome, hasTraffic, rollback }: StoredDeployment): boolean {
  if (step !== 'end') return false;
  return outcome === 'completed' || (outcome === 'failed' && hasTraffic && rollback.attempted);
}
