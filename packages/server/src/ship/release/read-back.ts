import { createHash } from 'node:crypto';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { sha256Of, summarise } from './manifest.ts';
import type { FolderEntry, OpenedFile } from './walk-folder.ts';
import { walkFolder, withFile } from './walk-folder.ts';

/** The manifest of a folder as it is on the disk now. */
export async function readBack(root: string): Promise<Manifest> {
  return summarise(await readEntries(root));
}

/** What the manifest is made of. */
export async function readEntries(root: string): Promise<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for await (const entry of walkFolder(root)) entries.push(await describeEntry(root, entry));
  return entries;
}

async function describeEntry(root: string, entry: FolderEntry): Promise<ManifestEntry> {
  const { path } = entry;
  switch (entry.kind) {
    case 'directory':
      return { path, kind: 'directory', sha256: '', size: 0 };
    case 'link':
      return { path, kind: 'link', sha256: sha256Of(entry.target), size: 0 };
    case 'file':
      return withFile(root, path, (file) => describeFile(path, file));
  }
}

async function describeFile(path: string, { executable, content }: OpenedFile): Promise<ManifestEntry> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { path, kind: executable ? 'executable' : 'file', sha256: hash.digest('hex'), size };
}
