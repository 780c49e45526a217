import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ReleaseError, rejected } from './release.ts';
import type { StagedTree } from './staged-tree.ts';
import type { TarEntry } from './tar.ts';
import { readTar } from './tar.ts';

/** Unpacks a .tar or .tar.gz into the tree; what it is, its first bytes say. */
export async function unpackArchive(file: string, tree: StagedTree, signal?: AbortSignal): Promise<void> {
  const bytes = await openArchive(file);
  try {
    for await (const entry of readTar(bytes)) {
      signal?.throwIfAborted();
      await unpackEntry(entry, tree);
    }
  } catch (error) {
    if (error instanceof ReleaseError || signal?.aborted || isDiskError(error)) throw error;
    throw rejected(file, `cannot be unpacked: ${error instanceof Error ? error.message : error}`, error);
  } finally {
    bytes.destroy();
  }
}

async function unpackEntry(entry: TarEntry, tree: StagedTree): Promise<void> {
  switch (entry.kind) {
    case 'directory':
      return tree.addDirectory(entry.path);
    case 'link':
      return tree.addLink(entry.path, entry.linkTarget);
    case 'hardlink':
      return tree.addCopy(entry.path, entry.linkTarget);
    case 'file':
      return tree.addFile(entry.path, entry.executable, entry.content);
    case 'other':
      throw rejected(entry.path, 'is neither file, folder nor link');
  }
}

async function openArchive(file: string): Promise<Readable> {
  const start = await firstBytes(file);
  if (start.startsWith('PK')) throw rejected(file, 'is a zip archive: give a .tar, .tar.gz or a folder');
  const packed = createReadStream(file);
  if (!start.startsWith('\x1f\x8b')) return packed;
  const gunzip = createGunzip();
  // Errors of either stream reach the reader as errors of the last one.
  pipeline(packed, gunzip, () => undefined);
  return gunzip;
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A full or broken disk is not the archive's fault; zlib's own errors carry codes that begin with Z. */
function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
