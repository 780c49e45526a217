import type { PhaseName } from '@seaworthy/api';
import type { Leases } from '../../db/lease.ts';
import type { NewId } from '../../platform/ids.ts';
import type { RolloutTools } from './acts/act.ts';
import type { DeployWish } from './begin.ts';
import { sourceOf } from './begin.ts';
import { canRun, commandsOf, sourceProblem } from './checks.ts';
import type { NewDeployment, StoredDeployment } from './deployment.ts';
import { newDeployment } from './deployment.ts';
import { lockOf } from './desk.ts';
import { routeOf } from './route.ts';
import type { RunTools } from './run.ts';
import { liveOf } from './slots.ts';
import type { ForwardStep } from './steps.ts';
import { phaseOf } from './steps.ts';

export interface TryOutTools extends RunTools {
  readonly leases: Leases;
  readonly newId: NewId;
  readonly onUpdate: (deployment: StoredDeployment) => void;
}

/** A dry run from the wish to its record, the only thing that it leaves. */
export async function tryOut(ask: DeployWish & { readonly requestedBy: string }, tools: TryOutTools) {
  const { policy, releases, slots, leases, newId, store, clock, onUpdate } = tools;
  const live = liveOf(await slots.list());
  const holder = await leases.holder(lockOf(policy.service));
  const asked = {
    id: newId('dep'),
    service: policy.service,
    version: ask.version,
    strategy: ask.strategy ?? policy.release.strategy,
    from: live === undefined ? null : { slot: live.slot, version: live.version },
    source: await sourceOf(ask, policy.release.source, releases),
    env: ask.env ?? {},
    requestedBy: ask.requestedBy,
    startedAt: clock.now(),
  };
  const tried = await dryRun(asked, tools, holder === undefined ? [] : [`${holder.owner} is deploying`]);
  await store.save(tried, { what: tried.outcome ?? 'dry_run', at: clock.now() });
  onUpdate(tried);
  return tried;
}

/** Checks all that can be checked without a change, and says in each phase what would be done. Never `active`. */
async function dryRun(
  asked: Omit<NewDeployment, 'kind' | 'slot'>,
  tools: RolloutTools,
  problems: readonly string[],
): Promise<StoredDeployment> {
  const found = [...problems, ...(await problemsOf(asked, tools))];
  const plan = routeOf({ ...newDeployment({ ...asked, kind: 'deploy', slot: null }, 'prepare') }, tools.policy);
  const deployment = newDeployment({ ...asked, kind: 'dry_run', slot: null }, 'end');
  const endedAt = tools.clock.now();
  const phases = deployment.phases.map((phase) => {
    if (phase.name !== 'preparation')
      return { ...phase, status: 'skipped' as const, detail: wouldDo(phase.name, plan) };
    const status = found.length === 0 ? ('passed' as const) : ('failed' as const);
    return { ...phase, status, startedAt: asked.startedAt, endedAt, detail: found.join('; ') };
  });
  const ended = { ...deployment, seq: 1, endedAt, phases };
  if (found.length === 0) return { ...ended, state: 'completed', outcome: 'dry_run' };
  const reason = { code: 'validation_failed' as const, message: found.join('; ') };
  return { ...ended, state: 'failed', outcome: 'failed', failedPhase: 'preparation', reason };
}

async function problemsOf(
  { source, version, env }: Pick<NewDeployment, 'source' | 'version' | 'env'>,
  { policy, releases, baseEnv, secrets }: RolloutTools,
): Promise<readonly string[]> {
  const missing = await secrets.problems(env);
  const release = await releases.get(version);
  const directory = source ?? release?.directory;
  if (directory === undefined) return [`there is no release ${version}`, ...missing];
  const problem = source === null ? undefined : await sourceProblem(source);
  if (problem !== undefined) return [problem, ...missing];
  const path = policy.runtime.env['PATH'] ?? baseEnv['PATH'] ?? '';
  const checked = await Promise.all(
    commandsOf(policy).map(async ({ what, argv }) => {
      if (await canRun(argv, directory, path)) return [];
      return [`${what}: \`${argv[0] ?? ''}\` is no program that can be run`];
    }),
  );
  return [...checked.flat(), ...missing];
}

function wouldDo(phase: PhaseName, plan: readonly ForwardStep[]): string {
  const steps = plan.filter((step) => phaseOf(step) === phase);
  return `would do: ${steps.join(', ')}`;
}
