import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { rejected } from './release.ts';

/** What a folder holds. Links are told, never followed. */
export type FolderEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/** Every entry below `root`, a folder before what is in it. `excluded` folders (real paths) are passed over. */
export async function* walkFolder(root: string, excluded: readonly string[] = []): AsyncGenerator<FolderEntry> {
  const ahead = [''];
  for (let folder = ahead.pop(); folder !== undefined; folder = ahead.pop()) {
    for (const item of await listFolder(root, folder)) {
      const path = folder === '' ? item.name : `${folder}/${item.name}`;
      if (item.isDirectory()) {
        if (excluded.includes(await realpath(join(root, path)))) continue;
        ahead.push(path);
        yield { kind: 'directory', path };
      } else if (item.isSymbolicLink()) {
        yield { kind: 'link', path, target: await readlink(join(root, path)) };
      } else if (item.isFile()) {
        yield { kind: 'file', path };
      } else {
        throw rejected(path, 'is neither file, folder nor link');
      }
    }
  }
}

function listFolder(root: string, folder: string): Promise<Dirent[]> {
  return readdir(join(root, folder), { withFileTypes: true }).catch(cannotRead(folder));
}

export interface OpenedFile {
  readonly executable: boolean;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Reads one file; refuses one that has become a link or something else since it was listed. */
export async function withFile<T>(root: string, path: string, use: (file: OpenedFile) => Promise<T>): Promise<T> {
  const handle = await open(join(root, path), READ_NO_LINK).catch(cannotRead(path));
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw rejected(path, 'changed while it was read');
    return await use({ executable: (stat.mode & 0o100) !== 0, content: chunks(handle, stat.size) });
  } finally {
    await handle.close();
  }
}

function cannotRead(path: string): (error: unknown) => never {
  return (error) => {
    throw rejected(path === '' ? 'The folder' : path, 'cannot be read', error);
  };
}

const READ_NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const LARGEST_CHUNK = 256 * 1024;

async function* chunks(handle: FileHandle, expectedSize: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(expectedSize + 1, LARGEST_CHUNK)));
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
