import { Labels } from '../../labels/labels.ts';

/**
 * One copy of every label text. A scraped name is often a slice that would hold the whole scraped page in memory, and
 * 50,000 series share a few thousand texts.
 */
export class Interned {
  readonly #texts = new Map<string, string>();
  readonly #names = new Map<string, readonly string[]>();

  labels(labels: Labels): Labels {
    return Labels.fromSorted(
      this.#namesOf(labels),
      labels.values.map((value) => this.#text(value)),
    );
  }

  /** Forgets all; series that are still there keep their texts. For when many series went. */
  clear(): void {
    this.#texts.clear();
    this.#names.clear();
  }

  #namesOf(labels: Labels): readonly string[] {
    const shape = labels.names.join('\0');
    const known = this.#names.get(shape);
    if (known) return known;
    const names = labels.names.map((name) => this.#text(name));
    this.#names.set(copyOf(shape), names);
    return names;
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const copy = copyOf(text);
    this.#texts.set(copy, copy);
    return copy;
  }
}

/** The engine shares memory between a text and its slices; through bytes it cannot. UTF-16 keeps lone surrogates too. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
