import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CaptureLimits {
  /** Milliseconds. */
  readonly keepFor: number;
  readonly maxFiles: number;
}

/** The pictures of the visits, one file each, named by the event. Old ones and those beyond the limit are removed. */
export class Captures {
  readonly #folder: string;
  readonly #limits: CaptureLimits;
  readonly #now: () => number;

  constructor(folder: string, limits: CaptureLimits, now: () => number) {
    this.#folder = folder;
    this.#limits = limits;
    this.#now = now;
  }

  async keep(eventId: string, picture: Uint8Array): Promise<void> {
    if (this.#limits.maxFiles === 0) return;
    await mkdir(this.#folder, { recursive: true });
    const part = join(this.#folder, `.${eventId}.part`);
    await writeFile(part, picture, { mode: 0o600 });
    await rename(part, join(this.#folder, `${eventId}.jpg`));
  }

  /** How many were removed. */
  async prune(): Promise<number> {
    const files = await this.#files();
    const oldestMs = this.#now() - this.#limits.keepFor;
    const surplus = Math.max(0, files.length - this.#limits.maxFiles);
    const doomed = files.filter(({ modifiedMs }, index) => index < surplus || modifiedMs < oldestMs);
    await Promise.all(doomed.map(({ path }) => rm(path, { force: true })));
    return doomed.length;
  }

  /** Oldest first. */
  async #files(): Promise<{ path: string; modifiedMs: number }[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name);
        return { path, modifiedMs: (await stat(path).catch(() => undefined))?.mtimeMs ?? this.#now() };
      }),
    );
    return files.sort((a, b) => a.modifiedMs - b.modifiedMs);
  }
}
