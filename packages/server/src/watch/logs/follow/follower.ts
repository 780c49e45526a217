import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import type { Clock } from '../../../platform/clock.ts';
import { breathe } from '../breathe.ts';
import type { LogStore } from '../store/log-store.ts';
import type { Progress } from './followed-source.ts';
import { FollowedSource } from './followed-source.ts';
import type { Position } from './locate.ts';
import { readPositions, writePositions } from './positions.ts';
import { findSources } from './sources.ts';

export interface FollowerOptions {
  readonly folder: string;
  /** Whose instances write there. */
  readonly service: string;
  readonly store: LogStore;
  readonly positionsFile: string;
  readonly clock: Clock;
  readonly onGap: (name: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Where the system tells of changes this is the longest that one goes unseen; elsewhere, the usual time. */
const pollMs = 1_000;
/** While a record or a line may be completed. */
const heldMs = 250;
/** After the system told of a change: others follow at once, and are read in one go. */
const gatherMs = 50;
const saveMs = 2_000;

/**
 * Reads what instances and the control plane itself write into the log folder, from where it stopped the last time, and
 * hands it to the store. What the store has not taken is read again: nothing is lost by a full disk but what is rotated
 * away meanwhile.
 */
export class Follower {
  readonly #sources = new Map<string, FollowedSource>();
  readonly #stopping = new AbortController();
  #kept: ReadonlyMap<string, Position> = new Map();
  #saved = '';
  #watcher: FSWatcher | undefined;
  #wake: () => void = () => {};
  #running: Promise<void> | undefined;

  constructor(private readonly options: FollowerOptions) {}

  /** Goes on where an earlier one stopped. Comes before all else. */
  async begin(): Promise<void> {
    this.#kept = await readPositions(this.options.positionsFile);
  }

  /** Follows until it is stopped. */
  run(): void {
    this.#watcher = this.#watch();
    const stopSaving = this.options.clock.every(saveMs, () => this.save());
    this.#stopping.signal.addEventListener('abort', stopSaving);
    this.#running = this.#rounds();
  }

  /** Reads what is there, and keeps the place for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#watcher?.close();
    this.#wake();
    await this.#running;
    await this.round().catch(this.options.onError);
    await this.save();
  }

  /** One look at every source, and a bounded piece of each. */
  async round(): Promise<Progress> {
    const sources = await findSources(this.options.folder, this.options.service);
    this.#forgetAllBut(new Set(sources.map(({ name }) => name)));
    let all: Progress = 'idle';
    for (const source of sources) {
      const followed = this.#sources.get(source.name) ?? this.#begin(source);
      const progress = await followed.proceed(source);
      if (progress !== 'idle' && all !== 'more') all = progress;
      await breathe();
    }
    return all;
  }

  /** Keeps how far the store has everything on disk. */
  async save(): Promise<void> {
    const positions = new Map(this.#kept);
    for (const [name, { position }] of this.#sources) if (position !== undefined) positions.set(name, position);
    const text = JSON.stringify([...positions]);
    if (text === this.#saved) return;
    try {
      if (!(await this.options.store.flush({ durably: true }))) return;
      await writePositions(this.options.positionsFile, positions);
      this.#saved = text;
    } catch (error) {
      this.options.onError(error);
    }
  }

  #begin(source: Parameters<FollowedSource['proceed']>[0]): FollowedSource {
    const { folder, clock, store, onGap } = this.options;
    const options = { folder, clock, offer: store.offer.bind(store), onGap };
    const followed = new FollowedSource(options, source, this.#kept.get(source.name));
    this.#sources.set(source.name, followed);
    return followed;
  }

  #forgetAllBut(names: ReadonlySet<string>): void {
    for (const name of this.#sources.keys()) if (!names.has(name)) this.#sources.delete(name);
    this.#kept = new Map([...this.#kept].filter(([name]) => names.has(name) && !this.#sources.has(name)));
  }

  async #rounds(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const progress = await this.round().catch((error: unknown): Progress => {
        this.options.onError(error);
        return 'idle';
      });
      if (progress !== 'more' && !signal.aborted) await this.#pause(progress === 'held' ? heldMs : pollMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    const { clock } = this.options;
    const over = new AbortController();
    const end = () => over.abort();
    this.#stopping.signal.addEventListener('abort', end, { once: true });
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await clock.sleep(Math.min(ms, gatherMs), over.signal).catch(() => undefined);
    await Promise.race([woken, clock.sleep(ms - Math.min(ms, gatherMs), over.signal).catch(() => undefined)]);
    end();
    this.#stopping.signal.removeEventListener('abort', end);
  }

  #watch(): FSWatcher | undefined {
    try {
      const watcher = watch(this.options.folder, { persistent: false }, () => this.#wake());
      // Polling goes on without it.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }
}
