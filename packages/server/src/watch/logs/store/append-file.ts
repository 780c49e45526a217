import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

/** A file that only grows, but for what a failed write left of itself. A port, so that tests can fill the disk. */
export interface AppendFile {
  /** Writes all at the end; when it rejects, any part may have been written. */
  write(bytes: Uint8Array): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** Resolves when what was written outlives a loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type OpenAppendFile = (path: string) => Promise<AppendFile>;

const ownerOnly = 0o600;

export const openAppendFile: OpenAppendFile = async (path) => {
  const handle = await open(path, 'a', ownerOnly);
  return {
    write: (bytes) => writeAll(handle, bytes),
    truncate: (bytes) => handle.truncate(bytes),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
};

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}
