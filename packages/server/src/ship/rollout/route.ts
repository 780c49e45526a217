import type { StoredDeployment } from './deployment.ts';
import type { RolloutPolicy } from './policy.ts';
import type { ForwardStep } from './steps.ts';
import { forwardSteps } from './steps.ts';

/** The way that this deployment goes under this policy. A first release has nobody to share traffic with: no canary. */
export function routeOf(
  { kind, strategy, from }: StoredDeployment,
  { release }: RolloutPolicy,
): readonly ForwardStep[] {
  const isGradual = strategy === 'canary' && from !== null;
  const canarySteps = isGradual ? release.canary.steps.length : 0;
  return forwardSteps({ kind, canarySteps, hasMigration: release.migrate !== undefined });
}
