import type { FileHandle } from 'node:fs/promises';
import { open, rename } from 'node:fs/promises';

/** A file that only grows. A port, so that tests can fill the disk. */
export interface AppendFile {
  /** Writes all at the end; when it rejects, any part may have been written. */
  append(bytes: Buffer): Promise<void>;
  /** Resolves when what was written outlives a loss of power. */
  sync(): Promise<void>;
  size(): Promise<number>;
  /** Takes back what a failed write left. */
  cut(bytes: number): Promise<void>;
  close(): Promise<void>;
}

export type OpenAppendFile = (path: string) => Promise<AppendFile>;

const ownerOnly = 0o600;

/** Opened with O_APPEND: the kernel puts every write at the end, whoever else has the file open. */
export const openAppendFile: OpenAppendFile = async (path) => {
  const handle = await open(path, 'a', ownerOnly);
  return {
    append: (bytes) => handle.appendFile(bytes),
    sync: () => handle.datasync(),
    size: async () => (await handle.stat()).size,
    cut: (bytes) => handle.truncate(bytes),
    close: () => handle.close(),
  };
};

/** The file has this content, durably, or does not exist. */
export async function writeDurably(folder: string, path: string, content: Buffer | string): Promise<void> {
  const handle = await open(`${path}.new`, 'w', ownerOnly);
  await handle
    .writeFile(content)
    .then(() => handle.sync())
    .finally(() => handle.close());
  await rename(`${path}.new`, path);
  await syncFolder(folder);
}

/** A file that was made, renamed or removed is so after a loss of power only when its folder is synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle: FileHandle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
