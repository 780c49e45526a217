import { runHttpStep } from '../../gate/http-step.ts';
import { killLeftovers } from '../../gate/leftovers.ts';
import type { GateVerdict } from '../../gate/verdict.ts';
import { watchedForLoss } from '../instance-watch.ts';
import type { StepResult } from '../plan.ts';
import type { ValidationStep } from '../policy.ts';
import type { Act, ActContext } from './act.ts';
import { instancesOf, passed } from './act.ts';
import { DEPLOYMENT_MARKER, runBeside } from './run-beside.ts';

/** Lets the release settle, then asks it what its owner wants asked, before any user reaches it. */
export const validate: Act = (context) =>
  watchedForLoss(context, 'instance_lost', (signal) => settleAndRun({ ...context, signal }));

async function settleAndRun(context: ActContext): Promise<StepResult> {
  const { policy, clock, signal, deployment } = context;
  const { settleMs, validation } = policy.release;
  killLeftovers({ name: DEPLOYMENT_MARKER, value: deployment.id });
  await clock.sleep(settleMs, signal);
  for (const step of validation) {
    const bad = (await runOn(step, context)).find(({ verdict }) => verdict !== 'pass');
    if (bad !== undefined) return failed(bad);
  }
  return passed(`settled ${settleMs / 1000} s, ${validation.length} of ${validation.length} steps passed`);
}

/** Requests go to each new instance, a command runs once. */
async function runOn(step: ValidationStep, context: ActContext): Promise<readonly GateVerdict[]> {
  const instances = instancesOf(context.supervisor, context.slot);
  if (step.kind === 'http') {
    return Promise.all(instances.map((instance) => runHttpStep(step, instance, context.signal)));
  }
  return [await runBeside(context, instances, step)];
}

function failed({ reason, detail }: GateVerdict): StepResult {
  return { status: 'failed', code: 'validation_failed', detail: detail === '' ? reason : `${reason}\n${detail}` };
}
