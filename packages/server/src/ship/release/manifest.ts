import { createHash } from 'node:crypto';

/** One thing in a release's folder, reduced to what makes a release differ from another. */
export interface ManifestEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'directory' | 'link';
  /** Of the content; of a link, its target; of a folder, empty. */
  readonly sha256: string;
  readonly size: number;
}

export interface Manifest {
  readonly digest: string;
  readonly sizeBytes: number;
  /** Files and links; folders are not counted. */
  readonly files: number;
}

/** The digest depends on nothing but paths, kinds and contents: not on times, owners or the order of the entries. */
export function summarise(entries: readonly ManifestEntry[]): Manifest {
  const hash = createHash('sha256');
  for (const { path, kind, sha256 } of [...entries].sort(byPath)) hash.update(`${path}\0${kind}\0${sha256}\n`);
  return {
    digest: `sha256:${hash.digest('hex')}`,
    sizeBytes: entries.reduce((sum, { size }) => sum + size, 0),
    files: entries.filter(({ kind }) => kind !== 'directory').length,
  };
}

function byPath(a: ManifestEntry, b: ManifestEntry): number {
  return a.path < b.path ? -1 : 1;
}

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
