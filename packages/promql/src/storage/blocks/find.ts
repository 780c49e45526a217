import type { Labels } from '../../labels/labels.ts';
import { resolve } from '../index/resolve.ts';
import type { Selection } from '../port.ts';
import type { BlockIndex } from './block-index.ts';
import type { BlockMeta } from './layout.ts';
import type { WantedRun } from './runs.ts';

/** What a block's index says by itself about a selection, without reading samples. */
export class BlockFinder {
  readonly #index: BlockIndex;
  readonly #meta: BlockMeta;
  readonly #selection: Selection;

  constructor(index: BlockIndex, meta: BlockMeta, selection: Selection) {
    this.#index = index;
    this.#meta = meta;
    this.#selection = selection;
  }

  /** The matching series that may have samples in the time range, in the order of labels. */
  runs(): WantedRun[] {
    const { matchers, startMs, endMs } = this.#selection;
    const fromMs = startMs - this.#meta.startMs;
    const toMs = endMs - this.#meta.startMs;
    return Array.from(resolve(this.#index, matchers), (id) => ({ id, run: this.#index.run(id) })).filter(
      ({ run }) => run.lastMs >= fromMs && run.firstMs <= toMs,
    );
  }

  labels(): Labels[] {
    return this.runs().map(({ id }) => this.#index.labels(id));
  }

  /** Names of the labels that they have. */
  names(): Iterable<string> {
    if (this.#isEverything) return this.#index.names();
    return new Set(this.labels().flatMap(({ names }) => names));
  }

  /** Values that they have for a label; '' among them when one has none. */
  values(name: string): Iterable<string> {
    if (this.#isEverything) return this.#index.values(name);
    return new Set(this.runs().map(({ id }) => this.#index.valueOf(id, name)));
  }

  get #isEverything(): boolean {
    const { matchers, startMs, endMs } = this.#selection;
    return matchers.length === 0 && startMs <= this.#meta.startMs && this.#meta.endMs <= endMs + 1;
  }
}
