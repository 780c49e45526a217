import type { ActiveDeployment } from './active.ts';
import type { StoredDeployment } from './deployment.ts';
import { Refusal } from './refusal.ts';
import { isPausable } from './steps.ts';

/** Holds the deployment where it is: in a step that can be held, before anything else is done. */
export async function pause(active: ActiveDeployment | undefined): Promise<StoredDeployment> {
  return steer(active, 'paused', (deployment) => {
    if (deployment.isPaused) return null;
    if (!isPausable(deployment.step)) throw new Refusal('not_pausable');
    return { ...deployment, isPaused: true };
  });
}

/** Goes on: what was being watched is watched anew, from the start. */
export async function resume(active: ActiveDeployment | undefined): Promise<StoredDeployment> {
  return steer(active, 'resumed', (deployment) => {
    if (!deployment.isPaused) throw new Refusal('not_paused');
    return { ...deployment, isPaused: false };
  });
}

/** Skips what only waits and watches. What must be true before a user is let in is still asked. */
export async function promote(active: ActiveDeployment | undefined): Promise<StoredDeployment> {
  return steer(active, 'promote_requested', (deployment) => {
    if (deployment.intent === 'promote') return null;
    return { ...deployment, isPaused: false, intent: 'promote' };
  });
}

/** Whatever is under way ends at once and is rolled back. */
export async function abort(active: ActiveDeployment | undefined): Promise<StoredDeployment> {
  return steer(active, 'abort_requested', (deployment) => {
    if (deployment.intent === 'abort') return null;
    return { ...deployment, isPaused: false, intent: 'abort' };
  });
}

type Wish = (deployment: StoredDeployment) => StoredDeployment | null;

/** A wish is stored before it is honoured, so that a crash does not forget it. Nothing steers the way back. */
async function steer(active: ActiveDeployment | undefined, what: string, wish: Wish): Promise<StoredDeployment> {
  if (active === undefined) throw new Refusal('no_deployment_active');
  const changed = await active.transition(
    (deployment) => {
      if (deployment.step === 'end') throw new Refusal('no_deployment_active');
      if (deployment.state === 'rolling_back') {
        throw new Refusal('no_deployment_active', 'The deployment is being rolled back already.');
      }
      const wished = wish(deployment);
      return wished === null ? null : { ...wished, seq: deployment.seq + 1 };
    },
    { what: () => what },
  );
  if (changed) active.interrupt(what === 'abort_requested' ? 'aborted' : 'steered');
  return active.current;
}
