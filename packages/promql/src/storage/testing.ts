import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { Labels } from '../labels/labels.ts';
import { Matcher } from '../labels/matcher.ts';
import type { StoreOptions } from './options.ts';
import type { SampleStore } from './store.ts';
import { openStore } from './store.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const up = new Matcher('__name__', '=', 'up');
export const seriesNamed = (i: string | number) => Labels.from({ __name__: 'up', i: `${i}` });

/** A folder for each test, and stores in it that are closed after it. Time stands still until `nowMs` is set. */
export class StoreWorld {
  folder = '';
  nowMs = 0;
  #open: SampleStore[] = [];

  constructor() {
    beforeEach(async () => {
      this.folder = await mkdtemp(join(tmpdir(), 'seaworthy-store-'));
      this.nowMs = 0;
    });
    afterEach(async () => {
      for (const store of this.#open) await store.close();
      this.#open = [];
      await rm(this.folder, { recursive: true, force: true });
    });
  }

  async start(options: Partial<StoreOptions> = {}): Promise<SampleStore> {
    const tiers = { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity };
    const fixed = { folder: this.folder, now: () => this.nowMs, sync: false, blockRangeMs: 2 * HOUR, tiers };
    const store = await openStore({ ...fixed, ...options });
    this.#open.push(store);
    return store;
  }

  async restart(store: SampleStore, options: Partial<StoreOptions> = {}): Promise<SampleStore> {
    await store.close();
    return this.start(options);
  }

  /** A sample of each series at every step, one commit a step. */
  async fill(store: SampleStore, fromMs: number, toMs: number, names: readonly (string | number)[], stepMs = 15_000) {
    for (let t = fromMs; t < toMs; t += stepMs) {
      const appender = store.appender();
      for (const [index, name] of names.entries()) appender.append(seriesNamed(name), t, t / 1000 + index);
      await appender.commit();
    }
    this.nowMs = toMs;
  }

  async files(part: 'log' | 'blocks'): Promise<string[]> {
    return (await readdir(join(this.folder, part))).map((file) => join(this.folder, part, file));
  }
}

export async function read(store: SampleStore, startMs = -Infinity, endMs = Infinity, matchers = [up]) {
  const found = await store.querier.select({ matchers, startMs, endMs });
  return found.map(({ labels, timestamps, values }) => ({
    i: labels.get('i'),
    timestamps: [...timestamps],
    values: [...values],
  }));
}
