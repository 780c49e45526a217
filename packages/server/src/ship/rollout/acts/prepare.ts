import { stat } from 'node:fs/promises';
import type { ReleaseSource } from '../../release/release.ts';
import { ReleaseError } from '../../release/release.ts';
import type { StepResult } from '../plan.ts';
import type { Act, ActContext } from './act.ts';
import { passed } from './act.ts';

/** The release exists. Whether its files are still what was added is said: a service may write into its own folder. */
export const prepare: Act = async (context) => {
  const { deployment, releases, signal } = context;
  if (deployment.kind === 'instant_rollback')
    return passed(`${deployment.version} is still warm in slot ${deployment.slot}`);
  const missing = await context.secrets.problems(deployment.env, signal);
  if (missing.length > 0) return { status: 'failed', code: 'secret_unavailable', detail: missing.join('\n') };
  if (deployment.source !== null) return addRelease(context, deployment.source);
  const release = await releases.get(deployment.version);
  signal.throwIfAborted();
  if (release === undefined) return rejected(`there is no release ${deployment.version}`);
  const isWhole = await releases.verify(deployment.version);
  return passed(`release ${release.version}, ${release.digest}${isWhole ? '' : ', its files were changed since'}`);
};

async function addRelease({ deployment, releases, signal }: ActContext, source: string): Promise<StepResult> {
  try {
    const release = await releases.add(deployment.version, await sourceAt(source), signal);
    const files = `${release.files} file${release.files === 1 ? '' : 's'}`;
    return passed(`release ${release.version}, ${release.digest}, ${files}`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ReleaseError) return rejected(error.message);
    throw error;
  }
}

/** Throws when there is nothing at the path, or nothing that can be read. */
export async function sourceAt(path: string): Promise<ReleaseSource> {
  const found = await stat(path);
  return found.isDirectory() ? { directory: path } : { archive: path };
}

function rejected(detail: string): StepResult {
  return { status: 'failed', code: 'release_rejected', detail };
}
