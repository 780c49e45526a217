import type { Label } from './exposition.ts';
import { labelText } from './exposition.ts';

export type LabelValues = Readonly<Record<string, string>>;

/** One series: the text of its labels is made once, and stands in every scrape. */
export interface Series<V> {
  readonly labels: LabelValues;
  readonly text: string;
  readonly value: V;
}

export interface SeriesTableOptions<V> {
  readonly labelNames: readonly string[];
  /** Labels that every series has after its own. */
  readonly commonLabels: readonly Label[];
  readonly limit: number;
  readonly create: () => V;
  /** Told of each recording of a series that was one too many. */
  readonly onDropped: (labels: LabelValues) => void;
}

type Branch<V> = Map<string, Branch<V> | Series<V>>;

/**
 * The series of one metric, found by the values of their labels: a map below a map for each label, for to look up a
 * text that exists costs a tenth of putting a key together. At most `limit` series; the known ones go on beyond it.
 */
export class SeriesTable<V> {
  readonly #options: SeriesTableOptions<V>;
  readonly #all = new Set<Series<V>>();
  #root: Branch<V> = new Map();
  /** The one series of a metric without labels. */
  #only: Series<V> | undefined;

  constructor(options: SeriesTableOptions<V>) {
    this.#options = options;
  }

  get series(): Iterable<Series<V>> {
    return this.#all;
  }

  /** What belongs to these labels, made when it is new; undefined beyond the limit. One that is missing is empty. */
  at(labels: Readonly<Record<string, unknown>>): V | undefined {
    const { labelNames } = this.#options;
    if (labelNames.length === 0) return this.#single()?.value;
    let node: Branch<V> | Series<V> | undefined = this.#root;
    for (const name of labelNames) {
      node = (node as Branch<V>).get(valueOfLabel(labels[name]));
      if (node === undefined) return this.#add(labels)?.value;
    }
    return (node as Series<V>).value;
  }

  /** What belongs to these labels, where it exists. */
  find(labels: Readonly<Record<string, unknown>>): V | undefined {
    const { labelNames } = this.#options;
    if (labelNames.length === 0) return this.#only?.value;
    let node: Branch<V> | Series<V> | undefined = this.#root;
    for (const name of labelNames) {
      node = (node as Branch<V>).get(valueOfLabel(labels[name]));
      if (node === undefined) return undefined;
    }
    return (node as Series<V>).value;
  }

  remove(labels: Readonly<Record<string, unknown>>): void {
    const { labelNames } = this.#options;
    if (labelNames.length === 0) this.clear();
    else this.#removeBelow(this.#root, labels, labelNames);
  }

  clear(): void {
    this.#all.clear();
    this.#root = new Map();
    this.#only = undefined;
  }

  #single(): Series<V> | undefined {
    this.#only ??= this.#add({});
    return this.#only;
  }

  #add(given: Readonly<Record<string, unknown>>): Series<V> | undefined {
    const { labelNames, commonLabels, limit, create, onDropped } = this.#options;
    const own = labelNames.map((name): Label => [name, valueOfLabel(given[name])]);
    const labels = Object.fromEntries(own);
    if (this.#all.size >= limit) {
      onDropped(labels);
      return undefined;
    }
    const common = commonLabels.filter(([name]) => !labelNames.includes(name));
    const series = { labels, text: labelText([...own, ...common]), value: create() };
    this.#all.add(series);
    this.#plant(own, series);
    return series;
  }

  #plant(labels: readonly Label[], series: Series<V>): void {
    let branch = this.#root;
    for (const [index, [, value]] of labels.entries()) {
      if (index === labels.length - 1) {
        branch.set(value, series);
        return;
      }
      const next = (branch.get(value) as Branch<V> | undefined) ?? new Map();
      branch.set(value, next);
      branch = next;
    }
  }

  /** Branches that become empty go as well: labels that come and go must leave nothing behind. */
  #removeBelow(branch: Branch<V>, labels: Readonly<Record<string, unknown>>, [name, ...rest]: readonly string[]): void {
    if (name === undefined) return;
    const value = valueOfLabel(labels[name]);
    const below = branch.get(value);
    if (below === undefined) return;
    if (below instanceof Map) this.#removeBelow(below, labels, rest);
    else this.#all.delete(below);
    if (!(below instanceof Map) || below.size === 0) branch.delete(value);
  }
}

function valueOfLabel(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : String(value);
}
