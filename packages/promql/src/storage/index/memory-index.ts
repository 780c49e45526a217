import type { Labels } from '../../labels/labels.ts';
import type { Ids } from './ids.ts';
import { NO_IDS, without } from './ids.ts';
import type { SeriesIndex } from './series-index.ts';

/** The inverted index of the head. Ids are given out in ascending order, so every list is sorted by appending. */
export class MemoryIndex implements SeriesIndex {
  readonly #lists = new Map<string, Map<string, GrowingIds>>();
  readonly #labelsOf: (id: number) => Labels | undefined;
  #all = new GrowingIds();

  constructor(labelsOf: (id: number) => Labels | undefined) {
    this.#labelsOf = labelsOf;
  }

  add(id: number, labels: Labels): void {
    this.#all.push(id);
    for (let index = 0; index < labels.size; index++) {
      this.#list(labels.names[index] ?? '', labels.values[index] ?? '').push(id);
    }
  }

  /** Forgets series, all in one walk; `gone` is sorted, with the labels of each. */
  remove(gone: Ids, labels: readonly Labels[]): void {
    this.#all = GrowingIds.of(without(this.#all.ids(), gone));
    const pairs = new Map<string, Set<string>>();
    for (const each of labels) {
      for (const [name, value] of each) pairs.set(name, (pairs.get(name) ?? new Set()).add(value));
    }
    for (const [name, values] of pairs) {
      for (const value of values) this.#removeFrom(name, value, gone);
    }
  }

  all(): Ids {
    return this.#all.ids();
  }

  names(): readonly string[] {
    return [...this.#lists.keys()];
  }

  values(name: string): readonly string[] {
    return [...(this.#lists.get(name)?.keys() ?? [])];
  }

  ids(name: string, value: string): Ids {
    return this.#lists.get(name)?.get(value)?.ids() ?? NO_IDS;
  }

  valueOf(id: number, name: string): string {
    return this.#labelsOf(id)?.get(name) ?? '';
  }

  #list(name: string, value: string): GrowingIds {
    const byValue = this.#lists.get(name) ?? new Map<string, GrowingIds>();
    const list = byValue.get(value) ?? new GrowingIds();
    if (byValue.size === 0) this.#lists.set(name, byValue);
    byValue.set(value, list);
    return list;
  }

  #removeFrom(name: string, value: string, gone: Ids): void {
    const byValue = this.#lists.get(name);
    const left = without(this.ids(name, value), gone);
    if (left.length > 0) byValue?.set(value, GrowingIds.of(left));
    else byValue?.delete(value);
    if (byValue?.size === 0) this.#lists.delete(name);
  }
}

class GrowingIds {
  #ids = new Uint32Array(1);
  #length = 0;

  static of(ids: Ids): GrowingIds {
    const list = new GrowingIds();
    list.#ids = ids.slice();
    list.#length = ids.length;
    return list;
  }

  push(id: number): void {
    if (this.#length === this.#ids.length) {
      const wider = new Uint32Array(Math.max(4, this.#length * 2));
      wider.set(this.#ids);
      this.#ids = wider;
    }
    this.#ids[this.#length++] = id;
  }

  ids(): Ids {
    return this.#ids.subarray(0, this.#length);
  }
}
