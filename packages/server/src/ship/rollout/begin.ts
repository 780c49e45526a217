import type { Slot, Strategy } from '@seaworthy/api';
import { otherSlot } from '../traffic/traffic.ts';
import type { RolloutTools } from './acts/act.ts';
import { sourceProblem } from './checks.ts';
import type { NewDeployment } from './deployment.ts';
import { Refusal } from './refusal.ts';
import { rollbackTarget } from './rollback-target.ts';
import type { OccupiedSlot } from './slots.ts';
import { liveOf } from './slots.ts';
import type { DeploymentStore } from './store.ts';

/** What a deployment is asked for; who asks and when is added when it begins. */
export type Asked = Omit<NewDeployment, 'id' | 'service' | 'startedAt' | 'requestedBy' | 'requestKey'>;

export interface DeployWish {
  readonly version: string;
  readonly source?: string | undefined;
  readonly image?: string | undefined;
  readonly strategy?: Strategy | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** What can be refused before anybody waits for the lock. Throws Refusal. */
export async function checkWish(wish: DeployWish, { policy, releases }: RolloutTools): Promise<void> {
  if (wish.image !== undefined) throw new Refusal('unsupported', 'Images need another runtime than processes.');
  if (strategyOf(wish, policy.release.strategy) === 'rolling') {
    throw new Refusal('unsupported', 'The strategy `rolling` is not supported here: use blue-green or canary.');
  }
  const source = await sourceOf(wish, policy.release.source, releases);
  if (source === null) {
    if ((await releases.get(wish.version)) === undefined) throw new Refusal('release_not_found');
    return;
  }
  const problem = await sourceProblem(source);
  if (problem !== undefined) throw new Refusal('release_rejected', `The files cannot become a release: ${problem}.`);
}

/** Under the lock: where a deployment goes, and from where. */
export async function deployTo(
  wish: DeployWish,
  occupied: readonly OccupiedSlot[],
  { policy, releases }: RolloutTools,
): Promise<Asked> {
  const live = liveOf(occupied);
  return {
    kind: 'deploy',
    version: wish.version,
    strategy: strategyOf(wish, policy.release.strategy),
    slot: live === undefined ? firstSlot : otherSlot(live.slot),
    from: fromOf(live),
    source: await sourceOf(wish, policy.release.source, releases),
    env: wish.env ?? {},
  };
}

const firstSlot: Slot = 'blue';

/** Under the lock: where a rollback goes. Throws `no_previous_release` when there is nowhere to go. */
export async function rollbackTo(
  to: string | undefined,
  occupied: readonly OccupiedSlot[],
  { releases }: RolloutTools,
  store: DeploymentStore,
): Promise<Asked> {
  const { items } = await store.list({ limit: 200 });
  const live = liveOf(occupied);
  const target = rollbackTarget(occupied, items, to);
  if (live === undefined || target === undefined) throw new Refusal('no_previous_release', nowhere(live, to));
  if ((await releases.get(target.version)) === undefined) {
    throw new Refusal(to === undefined ? 'no_previous_release' : 'release_not_found');
  }
  return {
    kind: target.isWarm ? 'instant_rollback' : 'rollback',
    version: target.version,
    strategy: 'blue-green',
    slot: otherSlot(live.slot),
    from: fromOf(live),
    source: null,
    env: items.find(({ version, outcome }) => version === target.version && outcome === 'completed')?.env ?? {},
  };
}

function nowhere(live: OccupiedSlot | undefined, to: string | undefined): string {
  if (live === undefined) return 'Nothing is live: there is nothing to roll back.';
  if (to === live.version) return `${to} is live already.`;
  return 'There is no earlier release to go back to; one that was itself rolled back has to be named with --to.';
}

function fromOf(live: OccupiedSlot | undefined): Asked['from'] {
  return live === undefined ? null : { slot: live.slot, version: live.version };
}

function strategyOf(wish: DeployWish, usual: Strategy): Strategy {
  return wish.strategy ?? usual;
}

/** Null when the release exists and nothing else was said. */
export async function sourceOf(
  { version, source }: DeployWish,
  usual: string | undefined,
  releases: RolloutTools['releases'],
): Promise<string | null> {
  if (source !== undefined) return source;
  return (await releases.get(version)) === undefined ? (usual ?? null) : null;
}
