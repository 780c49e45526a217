import type { LabelSource } from './labels.ts';
import { Labels } from './labels.ts';

/** Collects changes to a label set and makes the new set once. */
export class LabelsBuilder {
  readonly #pairs: Map<string, string>;

  constructor(base: LabelSource = Labels.empty) {
    this.#pairs = new Map(Labels.from(base));
  }

  get(name: string): string {
    return this.#pairs.get(name) ?? '';
  }

  /** An empty value takes the label away. */
  set(name: string, value: string): this {
    if (value === '') this.#pairs.delete(name);
    else this.#pairs.set(name, value);
    return this;
  }

  del(...names: readonly string[]): this {
    for (const name of names) this.#pairs.delete(name);
    return this;
  }

  /** Takes every label away that is not named. */
  keep(...names: readonly string[]): this {
    for (const name of [...this.#pairs.keys()]) if (!names.includes(name)) this.#pairs.delete(name);
    return this;
  }

  build(): Labels {
    return Labels.from(this.#pairs);
  }
}
