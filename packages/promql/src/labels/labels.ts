export const METRIC_NAME = '__name__';

/** Anything labels can be made of: `{job: 'api'}` or pairs. */
export type LabelSource = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/**
 * The identity of a series: pairs sorted by name, each name once, no empty value (an empty value means the label is
 * absent). Never changes; derive others with `with`, `without`, `keep` or a `LabelsBuilder`.
 */
export class Labels {
  static readonly empty = new Labels([], []);

  /** From pairs in any order; a later pair of the same name wins, empty values are left out. */
  static from(source: LabelSource): Labels {
    const byName = new Map(isIterable(source) ? source : Object.entries(source));
    const names = [...byName.keys()].filter((name) => byName.get(name) !== '').sort();
    return Labels.fromSorted(
      names,
      names.map((name) => byName.get(name) ?? ''),
    );
  }

  /** For callers that already hold sorted, distinct names without empty values. The arrays must not change afterwards. */
  static fromSorted(names: readonly string[], values: readonly string[]): Labels {
    return names.length === 0 ? Labels.empty : new Labels(names, values);
  }

  #key: string | undefined;

  private constructor(
    readonly names: readonly string[],
    readonly values: readonly string[],
  ) {}

  get size(): number {
    return this.names.length;
  }

  /** Equal labels have equal keys, different labels different ones. Made once, then kept. */
  get key(): string {
    this.#key ??= keyOfPairs(this.names, this.values);
    return this.#key;
  }

  get metricName(): string {
    return this.get(METRIC_NAME);
  }

  /** The value, or '' when the label is absent. */
  get(name: string): string {
    const index = this.names.indexOf(name);
    return index < 0 ? '' : (this.values[index] ?? '');
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  equals(other: Labels): boolean {
    return this === other || (this.size === other.size && this.key === other.key);
  }

  /** With one label set; an empty value takes it away. */
  with(name: string, value: string): Labels {
    const pairs = [...this].filter(([each]) => each !== name);
    return Labels.from([...pairs, [name, value]]);
  }

  without(names: ReadonlySet<string>): Labels {
    return filtered(this, (name) => !names.has(name));
  }

  keep(names: ReadonlySet<string>): Labels {
    return filtered(this, (name) => names.has(name));
  }

  *[Symbol.iterator](): IterableIterator<[string, string]> {
    for (const [index, name] of this.names.entries()) yield [name, this.values[index] ?? ''];
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this);
  }
}

function filtered(labels: Labels, wanted: (name: string) => boolean): Labels {
  if (labels.names.every(wanted)) return labels;
  const values = labels.values.filter((_, index) => wanted(labels.names[index] ?? ''));
  return Labels.fromSorted(labels.names.filter(wanted), values);
}

/** Orders label sets by their pairs, first difference first, as Prometheus sorts its answers. */
export function compareLabels(a: Labels, b: Labels): number {
  const shared = Math.min(a.size, b.size);
  for (let index = 0; index < shared; index++) {
    const byName = compareText(a.names[index] ?? '', b.names[index] ?? '');
    if (byName !== 0) return byName;
    const byValue = compareText(a.values[index] ?? '', b.values[index] ?? '');
    if (byValue !== 0) return byValue;
  }
  return a.size - b.size;
}

/** Lengths before texts: no value can imitate the end of another, whatever characters it has. */
function keyOfPairs(names: readonly string[], values: readonly string[]): string {
  let key = '';
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const value = values[index] ?? '';
    key += `${name.length}:${name}${value.length}:${value}`;
  }
  return key;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isIterable(source: LabelSource): source is Iterable<readonly [string, string]> {
  return Symbol.iterator in source;
}
