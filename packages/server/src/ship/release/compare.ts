import type { ManifestEntry } from './manifest.ts';

export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Null where the file is not. */
  readonly fromBytes: number | null;
  readonly toBytes: number | null;
}

export interface FileComparison {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** By path. */
  readonly items: FileChange[];
  /** Counted, and not listed. */
  readonly omitted: number;
}

const mostListed = 500;

/** What of the files of one release is another in the next: by path, by content, and by whether it can be run. */
export function compareFiles(from: readonly ManifestEntry[], to: readonly ManifestEntry[]): FileComparison {
  const [before, after] = [filesOf(from), filesOf(to)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changes = paths.flatMap((path) => changeOf(path, before.get(path), after.get(path)));
  const count = (change: FileChange['change']) => changes.filter((each) => each.change === change).length;
  return {
    ...{ added: count('added'), changed: count('changed'), removed: count('removed') },
    unchanged: paths.length - changes.length,
    items: changes.slice(0, mostListed),
    omitted: Math.max(0, changes.length - mostListed),
  };
}

/** Folders are where files are. */
function filesOf(entries: readonly ManifestEntry[]): ReadonlyMap<string, ManifestEntry> {
  return new Map(entries.filter(({ kind }) => kind !== 'directory').map((entry) => [entry.path, entry]));
}

function changeOf(path: string, from: ManifestEntry | undefined, to: ManifestEntry | undefined): FileChange[] {
  if (from?.sha256 === to?.sha256 && from?.kind === to?.kind) return [];
  const change = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
  return [{ path, change, fromBytes: from?.size ?? null, toBytes: to?.size ?? null }];
}
