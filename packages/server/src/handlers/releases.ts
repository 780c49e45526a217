import type { Release as ApiRelease, ComparedRelease, Deployment, ReleaseComparison } from '@seaworthy/api';
import { HttpError } from '../http/errors.ts';
import type { Handlers } from '../http/handlers.ts';
import { Turns } from '../platform/turns.ts';
import { compareFiles } from '../ship/release/compare.ts';
import type { Release } from '../ship/release/release.ts';
import type { Contents, ReleaseStore } from '../ship/release/store.ts';
import type { Rollout } from '../ship/rollout/rollout.ts';

export interface ReleaseHandlerParts {
  readonly releases: Pick<ReleaseStore, 'list' | 'get' | 'contents'>;
  readonly rollout: Pick<Rollout, 'list'>;
  /** What users meet now. */
  readonly liveVersion: () => Promise<string | undefined>;
}

/** What can be made live, and how two of them differ. */
export function createReleaseHandlers({ releases, rollout, liveVersion }: ReleaseHandlerParts) {
  // Every file is read: one comparison at a time.
  const turns = new Turns();
  const sideOf = async (field: 'from' | 'to', version: string): Promise<Side> => {
    const [release, contents] = await Promise.all([releases.get(version), releases.contents(version)]);
    if (release !== undefined && contents !== undefined) return { release, contents };
    const details = [{ path: `query.${field}`, message: `there is no release ${version}` }];
    throw new HttpError('release_not_found', undefined, details);
  };
  const deploymentOf = async (version: string): Promise<Deployment | null> => {
    const { items } = await rollout.list({ limit: 50, text: version });
    return items.find((each) => each.version === version && each.outcome !== 'dry_run') ?? null;
  };
  const compare = async (fromVersion: string, toVersion: string): Promise<ReleaseComparison> => {
    const [from, to] = [await sideOf('from', fromVersion), await sideOf('to', toVersion)];
    const live = await liveVersion();
    const compared = async ({ release, contents }: Side): Promise<ComparedRelease> => {
      const deployment = await deploymentOf(release.version);
      return { ...toApiRelease(live)(release), intact: contents.isIntact, deployment };
    };
    const files = compareFiles(from.contents.entries, to.contents.entries);
    return { from: await compared(from), to: await compared(to), files };
  };
  return {
    async releases({ query }) {
      const [all, live] = await Promise.all([releases.list(), liveVersion()]);
      return pageOf(all.map(toApiRelease(live)), query);
    },
    compareReleases: ({ query: { from, to } }) => turns.take(() => compare(from, to)),
  } satisfies Partial<Handlers>;
}

interface Side {
  readonly release: Release;
  readonly contents: Contents;
}

/** By version from the cursor on: releases are few, and the list does not change under its reader's feet. */
function pageOf(items: readonly ApiRelease[], { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const start = cursor === undefined ? 0 : items.findIndex(({ version }) => version === cursor);
  if (start === -1) throw new HttpError('bad_request', undefined, [{ path: 'query.cursor', message: 'is not known' }]);
  const next = items[start + limit];
  return { items: items.slice(start, start + limit), nextCursor: next?.version ?? null };
}

function toApiRelease(liveVersion: string | undefined) {
  return ({ version, digest, sizeBytes, files, createdAt }: Release): ApiRelease => ({
    ...{ version, digest, sizeBytes, files },
    createdAt: new Date(createdAt).toISOString(),
    live: version === liveVersion,
  });
}
