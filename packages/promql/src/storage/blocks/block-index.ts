import { Labels } from '../../labels/labels.ts';
import type { Ids } from '../index/ids.ts';
import { NO_IDS } from '../index/ids.ts';
import type { SeriesIndex } from '../index/series-index.ts';
import type { IndexedRun } from './index-layout.ts';
import { HEADER_WORDS, POSTING_WORDS, SERIES_WORDS } from './index-layout.ts';

/** The index of a block in memory: the bytes as they are on disk, with texts and labels made when first asked for. */
export class BlockIndex implements SeriesIndex {
  readonly #bytes: Buffer;
  readonly #textEnds: Uint32Array;
  readonly #textsFrom: number;
  readonly #texts: (string | undefined)[] = [];
  readonly #series: Uint32Array;
  readonly #labels: Uint32Array;
  readonly #postings: Uint32Array;
  readonly #ids: Uint32Array;
  readonly #byName = new Map<string, Map<string, number>>();
  #namePlaces: Map<string, { from: number; to: number; text: number }> | undefined;
  readonly #made: (Labels | undefined)[] = [];
  readonly count: number;

  /** `bytes` begins at a multiple of 8 of its memory. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
    const [texts = 0, series = 0, postings = 0, textsAt = 0, seriesAt = 0, labelsAt = 0, postingsAt = 0, idsAt = 0] =
      header;
    const table = (from: number, to: number) =>
      new Uint32Array(bytes.buffer, bytes.byteOffset + from, (to - from) >> 2);
    this.count = series;
    this.#textEnds = table(textsAt, textsAt + texts * 4);
    this.#textsFrom = textsAt + texts * 4;
    this.#series = table(seriesAt, seriesAt + series * SERIES_WORDS * 4);
    this.#labels = table(labelsAt, postingsAt);
    this.#postings = table(postingsAt, postingsAt + postings * POSTING_WORDS * 4);
    this.#ids = table(idsAt, bytes.byteLength);
  }

  /** About what it holds in memory, texts and labels counted as if all were made. */
  get memoryBytes(): number {
    return this.#bytes.length + this.#textEnds.length * 48 + this.count * 300;
  }

  all(): Ids {
    return Uint32Array.from({ length: this.count }, (_, id) => id);
  }

  names(): readonly string[] {
    return [...this.#names().keys()];
  }

  values(name: string): readonly string[] {
    return [...(this.#valuesOf(name)?.keys() ?? [])];
  }

  ids(name: string, value: string): Ids {
    const posting = this.#valuesOf(name)?.get(value);
    if (posting === undefined) return NO_IDS;
    const from = this.#postings[posting * POSTING_WORDS + 2] ?? 0;
    return this.#ids.subarray(from, from + (this.#postings[posting * POSTING_WORDS + 3] ?? 0));
  }

  valueOf(id: number, name: string): string {
    const wanted = this.#names().get(name)?.text;
    if (wanted === undefined) return '';
    const at = this.#series[id * SERIES_WORDS] ?? 0;
    const size = this.#labels[at] ?? 0;
    for (let pair = 0; pair < size; pair++) {
      if (this.#labels[at + 1 + pair * 2] === wanted) return this.#text(this.#labels[at + 2 + pair * 2] ?? 0);
    }
    return '';
  }

  labels(id: number): Labels {
    const made = this.#made[id] ?? this.#makeLabels(id);
    this.#made[id] = made;
    return made;
  }

  run(id: number): IndexedRun {
    const at = id * SERIES_WORDS;
    const word = (index: number) => this.#series[at + index] ?? 0;
    return {
      offset: word(1) + word(2) * 2 ** 32,
      bytes: word(3),
      crc: word(4),
      firstMs: word(5),
      lastMs: word(6),
    };
  }

  #makeLabels(id: number): Labels {
    const at = this.#series[id * SERIES_WORDS] ?? 0;
    const names: string[] = [];
    const values: string[] = [];
    const end = at + 1 + (this.#labels[at] ?? 0) * 2;
    for (let index = at + 1; index < end; index += 2) {
      names.push(this.#text(this.#labels[index] ?? 0));
      values.push(this.#text(this.#labels[index + 1] ?? 0));
    }
    return Labels.fromSorted(names, values);
  }

  #text(number: number): string {
    const known = this.#texts[number];
    if (known !== undefined) return known;
    const from = number === 0 ? 0 : (this.#textEnds[number - 1] ?? 0);
    const text = this.#bytes.toString('utf8', this.#textsFrom + from, this.#textsFrom + (this.#textEnds[number] ?? 0));
    this.#texts[number] = text;
    return text;
  }

  #names(): Map<string, { from: number; to: number; text: number }> {
    this.#namePlaces ??= this.#placeNames();
    return this.#namePlaces;
  }

  #placeNames(): Map<string, { from: number; to: number; text: number }> {
    const places = new Map<string, { from: number; to: number; text: number }>();
    const total = this.#postings.length / POSTING_WORDS;
    for (let from = 0, to = 0; from < total; from = to) {
      const text = this.#postings[from * POSTING_WORDS] ?? 0;
      for (to = from; to < total && this.#postings[to * POSTING_WORDS] === text; ) to += 1;
      places.set(this.#text(text), { from, to, text });
    }
    return places;
  }

  #valuesOf(name: string): Map<string, number> | undefined {
    const known = this.#byName.get(name);
    if (known) return known;
    const place = this.#names().get(name);
    if (!place) return undefined;
    const values = new Map<string, number>();
    for (let posting = place.from; posting < place.to; posting++) {
      values.set(this.#text(this.#postings[posting * POSTING_WORDS + 1] ?? 0), posting);
    }
    this.#byName.set(name, values);
    return values;
  }
}
