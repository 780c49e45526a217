import { runCommandStep } from '../../gate/command-step.ts';
import type { GateVerdict } from '../../gate/verdict.ts';
import { fail, urlOf } from '../../gate/verdict.ts';
import type { Instance } from '../../runtime/supervisor.ts';
import type { ActContext } from './act.ts';

/** Finds a command again whose starter was killed. */
export const DEPLOYMENT_MARKER = 'SEAWORTHY_DEPLOYMENT_ID';

export interface OwnCommand {
  readonly command: readonly string[];
  readonly timeoutMs: number;
}

/** Runs a release's own command with what its instances get, secrets too, and where they listen. */
export async function runBeside(
  context: ActContext,
  instances: readonly Instance[],
  { command: argv, timeoutMs }: OwnCommand,
): Promise<GateVerdict> {
  const { deployment, secrets, signal } = context;
  const { directory, env } = await surroundings(context, instances);
  const id = `${deployment.id}-command`;
  try {
    const handed = await secrets.hand(id, signal);
    const verdict = await runCommandStep({ argv, directory, env: { ...env, ...handed.env }, timeoutMs }, signal);
    return { ...verdict, detail: handed.masked(verdict.detail) };
  } catch (error) {
    signal.throwIfAborted();
    return fail(`\`${argv.join(' ')}\` was not started`, error instanceof Error ? error.message : String(error));
  } finally {
    await secrets.takeBack(id);
  }
}

async function surroundings({ slot, slots, deployment, policy }: ActContext, instances: readonly Instance[]) {
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
