import type { Labels } from '../../labels/labels.ts';
import type { Matcher } from '../../labels/matcher.ts';
import { MemoryIndex } from '../index/memory-index.ts';
import { resolve } from '../index/resolve.ts';
import { HeadSeries, Slots } from './head-series.ts';
import { Interned } from './interned.ts';
import { SeriesOrder } from './order.ts';

/** The series in memory, by their labels. */
export class Registry {
  readonly #byKey = new Map<string, HeadSeries>();
  readonly #byId = new Map<number, HeadSeries>();
  readonly #index = new MemoryIndex((id) => this.#byId.get(id)?.labels);
  readonly #order = new SeriesOrder();
  readonly #slots = new Slots();
  readonly #texts = new Interned();
  #nextId = 1;

  constructor(readonly maxSeries: number) {}

  get count(): number {
    return this.#byKey.size;
  }

  /** In no order. */
  all(): Iterable<HeadSeries> {
    return this.#byKey.values();
  }

  inOrder(): readonly HeadSeries[] {
    return this.#order.all();
  }

  /**
   * The series of these labels, made when it is new; undefined when it would be one too many. Batches ask for the same series
   * in the same order, scrape after scrape: with the one before and the series' own labels no text is looked at.
   */
  get(labels: Labels, after?: HeadSeries): HeadSeries | undefined {
    const guess = after?.next;
    if (guess?.labels === labels && guess.isKept) return guess;
    const series = this.#byKey.get(labels.key) ?? this.#create(labels);
    if (after) after.next = series;
    return series;
  }

  /** Series for which all matchers hold, in the order of labels. */
  find(matchers: readonly Matcher[]): readonly HeadSeries[] {
    if (matchers.length === 0) return this.inOrder();
    const ids = resolve(this.#index, matchers);
    return this.#order.sort(Array.from(ids, (id) => this.#byId.get(id)).filter((each) => each !== undefined));
  }

  forget(gone: ReadonlySet<HeadSeries>): void {
    if (gone.size === 0) return;
    const list = [...gone].sort((a, b) => a.id - b.id);
    for (const series of list) {
      series.isKept = false;
      this.#byKey.delete(series.labels.key);
      this.#byId.delete(series.id);
      this.#slots.give(series);
    }
    this.#index.remove(
      Uint32Array.from(list, ({ id }) => id),
      list.map(({ labels }) => labels),
    );
    this.#order.remove(gone);
    this.#texts.clear();
  }

  #create(labels: Labels): HeadSeries | undefined {
    if (this.#byKey.size >= this.maxSeries) return undefined;
    const own = this.#texts.labels(labels);
    const { page, slot } = this.#slots.take();
    const series = new HeadSeries(this.#nextId++, own, page, slot);
    this.#byKey.set(own.key, series);
    this.#byId.set(series.id, series);
    this.#index.add(series.id, own);
    this.#order.add(series);
    return series;
  }
}
