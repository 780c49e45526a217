import { runCommandStep } from '../../gate/command-step.ts';
import { runHttpStep } from '../../gate/http-step.ts';
import { killLeftovers } from '../../gate/leftovers.ts';
import type { GateVerdict } from '../../gate/verdict.ts';
import { urlOf } from '../../gate/verdict.ts';
import type { Instance } from '../../runtime/supervisor.ts';
import { watchedForLoss } from '../instance-watch.ts';
import type { StepResult } from '../plan.ts';
import type { ValidationStep } from '../policy.ts';
import type { Act, ActContext } from './act.ts';
import { instancesOf, passed } from './act.ts';

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
  const { directory, env } = await surroundings(context, instances);
  const { command: argv, timeoutMs } = step;
  return [await runCommandStep({ argv, directory, env, timeoutMs }, context.signal)];
}

/** Finds a command again whose starter was killed. */
export const DEPLOYMENT_MARKER = 'SEAWORTHY_DEPLOYMENT_ID';

/** Where a release's own commands run, and what they are told: the instance's environment and where it listens. */
export async function surroundings(context: ActContext, instances: readonly Instance[]) {
  const { slot, slots, deployment, policy } = context;
  const occupied = await slots.get(slot);
  if (occupied === undefined) throw new Error(`slot ${slot} is empty`);
  const [first] = instances;
  const { directory, env } = occupied.contents.wanted;
  const address = first === undefined ? {} : { HOST: first.host, PORT: String(first.port), TARGET_URL: urlOf(first) };
  return {
    directory,
    env: {
      ...env,
      ...address,
      TARGET_URLS: instances.map((instance) => urlOf(instance)).join(' '),
      DEPLOY_SLOT: slot,
      SERVICE_NAME: policy.service,
      SERVICE_VERSION: deployment.version,
      [DEPLOYMENT_MARKER]: deployment.id,
    },
  };
}

function failed({ reason, detail }: GateVerdict): StepResult {
  return { status: 'failed', code: 'validation_failed', detail: detail === '' ? reason : `${reason}\n${detail}` };
}
