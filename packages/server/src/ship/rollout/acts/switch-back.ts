import { onlyTo } from '../../traffic/traffic.ts';
import type { StepResult } from '../plan.ts';
import type { Act } from './act.ts';
import { instancesOf, passed } from './act.ts';
import { probeOf, toTarget } from './check-health.ts';

/**
 * Traffic first: the old slot takes everything again. It was kept warm; whatever of it died meanwhile is started again
 * before a request is sent there.
 */
export const switchBack: Act = async ({ deployment, slots, supervisor, traffic, policy, signal }) => {
  const { from } = deployment;
  const old = from === null ? undefined : await slots.get(from.slot);
  if (old === undefined) return failed('the old slot is empty');
  await supervisor.ensure(old.slot, old.contents.wanted);
  const path = old.contents.probePath ?? policy.health.path;
  await traffic.setTargets(old.slot, instancesOf(supervisor, old.slot).map(toTarget), probeOf(policy, path));
  const { ready, targets } = await traffic.awaitReady(old.slot, policy.health.deadlineMs, signal);
  const up = targets.filter(({ health }) => health === 'up').length;
  if (up === 0)
    return failed(`${old.version} in slot ${old.slot} does not come up; ${deployment.version} still serves`);
  await traffic.setSplit(onlyTo(old.slot));
  const missing = ready ? '' : ` (${up} of ${targets.length} instances are up)`;
  return passed(`all traffic back to ${old.version}${missing}`);
};

function failed(detail: string): StepResult {
  return { status: 'failed', code: 'interrupted', detail };
}
