import type { StagedTree } from './staged-tree.ts';
import type { FolderEntry } from './walk-folder.ts';
import { walkFolder, withFile } from './walk-folder.ts';

const AT_ONCE = 8;

/** Copies what is in `root` into the tree: several files at a time, for most of the time is spent waiting for the disk. */
export async function copyFolder(
  root: string,
  tree: StagedTree,
  options: { readonly excluded: readonly string[]; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const entries = walkFolder(root, options.excluded);
  const copyNext = async () => {
    for (let next = await entries.next(); !next.done; next = await entries.next()) {
      options.signal?.throwIfAborted();
      await copyEntry(root, next.value, tree);
    }
  };
  const copyRest = () => copyNext().finally(() => entries.return(undefined));
  const copied = await Promise.allSettled(Array.from({ length: AT_ONCE }, copyRest));
  for (const result of copied) if (result.status === 'rejected') throw result.reason;
}

async function copyEntry(root: string, entry: FolderEntry, tree: StagedTree): Promise<void> {
  switch (entry.kind) {
    case 'directory':
      return tree.addDirectory(entry.path);
    case 'link':
      return tree.addLink(entry.path, entry.target);
    case 'file':
      return withFile(root, entry.path, ({ executable, content }) => tree.addFile(entry.path, executable, content));
  }
}
