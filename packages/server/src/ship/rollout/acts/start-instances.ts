import { RuntimeError } from '../../runtime/runtime.ts';
import type { WantedInstances } from '../../runtime/supervisor.ts';
import type { StepResult } from '../plan.ts';
import type { Act, ActContext } from './act.ts';
import { passed } from './act.ts';

/** Starts the release in its slot. Whether it comes up, the health check sees. */
export const startInstances: Act = async (context) => {
  const { deployment, slot, slots, supervisor } = context;
  const wanted = await wantedOf(context);
  const contents = { wanted, probePath: null };
  const { version, id } = deployment;
  await slots.put({ slot, role: 'candidate', version, deploymentId: id, contents, keptUntil: null });
  try {
    const instances = await supervisor.ensure(slot, wanted);
    return passed(`${instances.length} started in slot ${slot}`);
  } catch (error) {
    if (error instanceof RuntimeError && error.code === 'start_failed') return startFailed(error.message);
    throw error;
  }
};

async function wantedOf({ deployment, policy, releases, baseEnv }: ActContext): Promise<WantedInstances> {
  const release = await releases.get(deployment.version);
  if (release === undefined) throw new Error(`release ${deployment.version} is gone`);
  const { command, instances, env } = policy.runtime;
  return {
    version: deployment.version,
    directory: release.directory,
    command,
    instances,
    env: { ...baseEnv, DEPLOYMENT_ENV: policy.environment, ...env, ...deployment.env },
  };
}

function startFailed(detail: string): StepResult {
  return { status: 'failed', code: 'start_failed', detail };
}
