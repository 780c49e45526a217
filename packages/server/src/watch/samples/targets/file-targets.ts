import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileJobConfig } from '../../../config/metrics-config.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Discovery, TargetGroup } from './discovery.ts';
import { readTargetFile } from './target-file.ts';

export interface FileTargetsOptions {
  readonly clock: Clock;
  /** A file that cannot be read; what it said before still counts. */
  readonly onProblem: (file: string, message: string) => void;
}

/** Prometheus' file_sd: JSON or YAML files with target groups, read again when they change, and now and then anyway. */
export class FileTargets implements Discovery {
  readonly #listeners = new Set<() => void>();
  readonly #groups = new Map<string, readonly TargetGroup[]>();
  #watchers: FSWatcher[] = [];
  #stopRefresh = () => {};
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(
    readonly job: FileJobConfig,
    readonly options: FileTargetsOptions,
  ) {}

  groups(): readonly TargetGroup[] {
    return [...this.#groups.values()].flat();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    for (const folder of new Set(this.job.files.map(dirname))) this.#watch(folder);
    this.#stopRefresh = this.options.clock.every(this.job.refreshMs, () => this.refresh());
    await this.refresh();
  }

  async stop(): Promise<void> {
    this.#stopRefresh();
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
    await this.#reading;
  }

  /** Reads every file again. Calls that come meanwhile are answered by one more round. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readWhileStale().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** A folder that is not there, or cannot be watched, is still read now and then. */
  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => void this.refresh());
      watcher.on('error', () => watcher.close());
      this.#watchers.push(watcher);
    } catch {
      // The refresh goes on.
    }
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const before = JSON.stringify([...this.#groups]);
      await this.#readAll();
      if (JSON.stringify([...this.#groups]) !== before) for (const listener of this.#listeners) listener();
    }
  }

  async #readAll(): Promise<void> {
    const files = (await Promise.all(this.job.files.map(matching))).flat();
    for (const gone of [...this.#groups.keys()].filter((file) => !files.includes(file))) this.#groups.delete(gone);
    for (const file of files) await this.#read(file);
  }

  async #read(file: string): Promise<void> {
    try {
      const groups = readTargetFile(file, await readFile(file, 'utf8'));
      const named = groups.map((group) => ({ ...group, labels: { __meta_filepath: file, ...group.labels } }));
      this.#groups.set(file, named);
    } catch (error) {
      this.options.onProblem(file, error instanceof Error ? error.message : String(error));
    }
  }
}

/** Files that a path stands for; only its last part may have a `*`. */
async function matching(path: string): Promise<string[]> {
  const [before, after] = basename(path).split('*');
  if (before === undefined || after === undefined) return [path];
  const names = await readdir(dirname(path)).catch(() => []);
  const isMatch = (name: string) =>
    name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return names
    .filter(isMatch)
    .sort()
    .map((name) => join(dirname(path), name));
}
