import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../platform/sync-folder.ts';
import type { Manifest, ManifestEntry } from './manifest.ts';
import { sha256Of, summarise } from './manifest.ts';
import { rejected } from './release.ts';
import { checkLinks, entryPath } from './safe-path.ts';

/** What a release may weigh; a runaway folder or archive is stopped before it fills the disk. */
export interface ReleaseLimits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

export const DEFAULT_LIMITS: ReleaseLimits = { maxBytes: 4 * 1024 ** 3, maxEntries: 200_000 };

export type Content = AsyncIterable<Uint8Array>;

/**
 * A release being taken in, in a folder of its own. Nothing is ever written outside of that folder, whatever the
 * source says; what is written is read-only and hashed on the way. `finish` makes it durable.
 */
export class StagedTree {
  readonly #root: string;
  readonly #limits: ReleaseLimits;
  readonly #entries = new Map<string, ManifestEntry>();
  readonly #links = new Map<string, string>();
  readonly #folders = new Map<string, Promise<void>>();
  #bytes = 0;

  constructor(root: string, limits: ReleaseLimits) {
    this.#root = root;
    this.#limits = limits;
  }

  async addDirectory(raw: string): Promise<void> {
    const path = entryPath(raw);
    if (path === '') return;
    const present = this.#entries.get(path);
    if (present && present.kind !== 'directory') throw rejected(path, 'is no folder, but something lies below it');
    if (!present) {
      this.#record({ path, kind: 'directory', sha256: '', size: 0 });
      this.#folders.set(path, this.#makeFolder(path));
    }
    // Several entries may wait for the same folder to come into being.
    await this.#folders.get(path);
  }

  async addFile(raw: string, executable: boolean, content: Content): Promise<void> {
    const path = await this.#placeFor(raw);
    const handle = await open(join(this.#root, path), 'wx', 0o600);
    try {
      const { sha256, size } = await this.#write(handle, path, content);
      await handle.chmod(executable ? 0o555 : 0o444);
      await handle.sync();
      this.#entries.set(path, { path, kind: executable ? 'executable' : 'file', sha256, size });
    } finally {
      await handle.close();
    }
  }

  async addLink(raw: string, target: string): Promise<void> {
    const path = await this.#placeFor(raw);
    this.#links.set(path, target);
    checkLinks(new Map([[path, target]]));
    await symlink(target, join(this.#root, path));
    this.#entries.set(path, { path, kind: 'link', sha256: sha256Of(target), size: 0 });
  }

  /** A second name for a file that is there already, as archives know it: the release gets a second copy. */
  async addCopy(raw: string, original: string): Promise<void> {
    const source = this.#entries.get(entryPath(original));
    if (source?.kind !== 'file' && source?.kind !== 'executable') {
      throw rejected(raw, `is a hard link to ${original}, which is no file before it`);
    }
    const handle = await open(join(this.#root, source.path), 'r');
    try {
      await this.addFile(raw, source.kind === 'executable', handle.createReadStream({ autoClose: false }));
    } finally {
      await handle.close();
    }
  }

  /** Checks the links against each other and writes the folders through to the disk. */
  async finish(): Promise<Manifest> {
    checkLinks(this.#links);
    const entries = [...this.#entries.values()];
    const folders = entries.filter(({ kind }) => kind === 'directory').map(({ path }) => path);
    for (const folder of ['', ...folders]) await syncFolder(join(this.#root, folder));
    return summarise(entries);
  }

  async #makeFolder(path: string): Promise<void> {
    await this.addDirectory(dirname(path));
    await mkdir(join(this.#root, path));
  }

  async #placeFor(raw: string): Promise<string> {
    const path = entryPath(raw);
    if (path === '' || this.#entries.has(path)) throw rejected(raw, 'appears twice');
    await this.addDirectory(dirname(path));
    this.#record({ path, kind: 'file', sha256: '', size: 0 });
    return path;
  }

  #record(entry: ManifestEntry): void {
    if (this.#entries.size >= this.#limits.maxEntries) {
      throw rejected(entry.path, `is one file too many: a release holds at most ${this.#limits.maxEntries}`);
    }
    this.#entries.set(entry.path, entry);
  }

  async #write(handle: FileHandle, path: string, content: Content): Promise<{ sha256: string; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of content) {
      size += chunk.length;
      this.#bytes += chunk.length;
      if (this.#bytes > this.#limits.maxBytes) {
        throw rejected(path, `makes the release larger than ${this.#limits.maxBytes} bytes`);
      }
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    return { sha256: hash.digest('hex'), size };
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}
