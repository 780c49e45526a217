import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Database } from '../../db/database.ts';
import type { ReleaseRow } from '../../db/migrations/001-releases-and-instances.ts';
import type { Clock } from '../../platform/clock.ts';
import { randomWord } from '../../platform/ids.ts';
import { syncFolder } from '../../platform/sync-folder.ts';
import { Turns } from '../../platform/turns.ts';
import { copyFolder } from './copy-folder.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { summarise } from './manifest.ts';
import { readEntries } from './read-back.ts';
import type { Release, ReleaseSource } from './release.ts';
import { ReleaseError, rejected } from './release.ts';
import type { ReleaseLimits } from './staged-tree.ts';
import { DEFAULT_LIMITS, StagedTree } from './staged-tree.ts';
import { unpackArchive } from './unpack-archive.ts';

/** The releases of one service, each in its own read-only folder `releases/<version>`. */
export interface ReleaseStore {
  /**
   * Takes a copy of the source. A copy is seen whole or not at all. The same version with the same content is a no-op;
   * with other content it is `release_conflict`. Files that cannot become a release are `release_rejected`.
   */
  add(version: string, source: ReleaseSource, signal?: AbortSignal): Promise<Release>;
  get(version: string): Promise<Release | undefined>;
  /** Newest first. */
  list(): Promise<readonly Release[]>;
  /**
   * Reads every file again: true when all is as it was added, and nothing was added to it. False also for an unknown
   * version. A service that writes into its own folder makes it false without doing harm: a reason to say so, not to refuse.
   */
  verify(version: string): Promise<boolean>;
  /** Its files as they are on the disk now, and whether that is as they were added; none when its folder is gone. */
  contents(version: string): Promise<Contents | undefined>;
}

export interface Contents {
  readonly entries: readonly ManifestEntry[];
  readonly isIntact: boolean;
}

export interface ReleaseStoreOptions {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  /** The state folder: releases live in `releases/` below it, and it is never part of a release itself. */
  readonly stateDir: string;
  readonly limits?: ReleaseLimits;
}

const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$/;
const INCOMING = '.incoming-';

export function createReleaseStore({
  db,
  clock,
  stateDir,
  limits = DEFAULT_LIMITS,
}: ReleaseStoreOptions): ReleaseStore {
  const root = resolve(stateDir, 'releases');
  const fromRow = (row: ReleaseRow): Release => ({
    version: row.version,
    digest: row.digest,
    directory: join(root, row.version),
    sizeBytes: row.size_bytes,
    files: row.files,
    createdAt: row.created_at,
  });
  const get = async (version: string): Promise<Release | undefined> => {
    const row = await db.selectFrom('releases').selectAll().where('version', '=', version).executeTakeFirst();
    return row && fromRow(row);
  };

  const add = async (version: string, source: ReleaseSource, signal?: AbortSignal): Promise<Release> => {
    const staged = join(root, `${INCOMING}${randomWord(8)}`);
    await removeLeftovers(root);
    await mkdir(staged, { recursive: true });
    try {
      const manifest = await stage(source, staged, { limits, excluded: [await realpath(stateDir)], signal });
      const present = await get(version);
      if (present && present.digest !== manifest.digest) throw conflict(present, manifest);
      if (!present || !(await exists(present.directory))) await publish(staged, version);
      return present ?? fromRow(await record(db, version, manifest, clock.now()));
    } finally {
      await rm(staged, { recursive: true, force: true });
    }
  };
  /** Seen whole or not at all: the folder is named first, the row says that it is there. */
  const publish = async (staged: string, version: string): Promise<void> => {
    const place = join(root, version);
    // A folder without a row: the control plane died between the two.
    if (await exists(place)) await rename(place, join(root, `${INCOMING}${randomWord(8)}`));
    await rename(staged, place);
    await syncFolder(root);
  };

  const contents = async (version: string): Promise<Contents | undefined> => {
    const release = await get(version);
    if (!release) return undefined;
    if (!(await exists(release.directory))) return { entries: [], isIntact: false };
    const entries = await readEntries(release.directory);
    return { entries, isIntact: summarise(entries).digest === release.digest };
  };

  const turns = new Turns();
  return {
    add(version, source, signal) {
      if (!VERSION.test(version)) return Promise.reject(badVersion(version));
      return turns.take(() => add(version, source, signal));
    },
    get,
    async list() {
      const rows = await db.selectFrom('releases').selectAll().orderBy('created_at', 'desc').execute();
      return rows.map(fromRow);
    },
    verify: async (version) => (await contents(version))?.isIntact === true,
    contents,
  };
}

interface StageOptions {
  readonly limits: ReleaseLimits;
  readonly excluded: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

async function stage(source: ReleaseSource, staged: string, options: StageOptions): Promise<Manifest> {
  const tree = new StagedTree(staged, options.limits);
  if ('archive' in source) {
    const archive = await locate(source.archive, 'file');
    await unpackArchive(archive, tree, options.signal);
  } else {
    await copyFolder(await locate(source.directory, 'folder'), tree, options);
  }
  const manifest = await tree.finish();
  if (manifest.files === 0) throw rejected(describeSource(source), 'holds no files');
  return manifest;
}

/** The user's own path may be a link; what is inside may not lead out again. */
async function locate(path: string, expected: 'file' | 'folder'): Promise<string> {
  const real = await realpath(path).catch((error: unknown) => {
    throw rejected(path, 'does not exist or cannot be read', error);
  });
  const found = await stat(real);
  const fits = expected === 'file' ? found.isFile() : found.isDirectory();
  if (!fits) throw rejected(path, `is not a ${expected}`);
  return real;
}

async function record(db: Database, version: string, manifest: Manifest, now: number): Promise<ReleaseRow> {
  const { digest, sizeBytes, files } = manifest;
  const row: ReleaseRow = { version, digest, size_bytes: sizeBytes, files, created_at: now };
  await db.insertInto('releases').values(row).execute();
  return row;
}

/** Adds run one after another, so that whatever is still incoming when one begins was left by a crash. */
async function removeLeftovers(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const leftovers = (await readdir(root)).filter((name) => name.startsWith(INCOMING));
  for (const name of leftovers) await rm(join(root, name), { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function describeSource(source: ReleaseSource): string {
  return 'archive' in source ? source.archive : source.directory;
}

function conflict(present: Release, manifest: Manifest): ReleaseError {
  const message = `Version ${present.version} exists already with other content (${present.digest}, given ${manifest.digest}).`;
  return new ReleaseError('release_conflict', message, {
    hint: 'A release never changes: give the new files a new version.',
  });
}

function badVersion(version: string): ReleaseError {
  return rejected(JSON.stringify(version.slice(0, 80)), 'is no version: letters, digits, . _ + -; at most 63');
}
