import { killLeftovers } from '../../gate/leftovers.ts';
import type { StepResult } from '../plan.ts';
import type { Act, ActContext } from './act.ts';
import { instancesOf, passed } from './act.ts';
import type { OwnCommand } from './run-beside.ts';
import { DEPLOYMENT_MARKER, runBeside } from './run-beside.ts';

/** More requests than this are not made to wait for a migration. */
const PAUSE_QUEUE = 10_000;

/**
 * The release's own migration, in its folder, just before the switch; the old version serves meanwhile, or requests
 * wait when the owner wants it so. Done again after a crash in the middle: migrations have to bear that.
 */
export const migrate: Act = async (context) => {
  const { policy, traffic, deployment } = context;
  const { migrate: wanted } = policy.release;
  if (wanted === undefined) return passed('');
  killLeftovers({ name: DEPLOYMENT_MARKER, value: deployment.id });
  if (wanted.pauseTraffic) await traffic.pause({ maxWaitMs: wanted.timeoutMs, maxQueue: PAUSE_QUEUE });
  try {
    return await runMigration(context, wanted);
  } finally {
    if (wanted.pauseTraffic) await traffic.resume();
  }
};

async function runMigration(context: ActContext, command: OwnCommand): Promise<StepResult> {
  const { verdict, reason, detail } = await runBeside(context, instancesOf(context.supervisor, context.slot), command);
  if (verdict === 'pass') return passed(reason);
  return { status: 'failed', code: 'migration_failed', detail: detail === '' ? reason : `${reason}\n${detail}` };
}
