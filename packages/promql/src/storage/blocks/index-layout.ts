import type { Labels } from '../../labels/labels.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/**
 * The index of a block, read whole and used where it lies; all tables begin at multiples of 8 from its start.
 *
 *     u32 numbers: texts, series, postings, offsets of the five tables
 *     texts      u32 ends (one a text), then their UTF-8
 *     series     7 u32 each: labels offset, run offset low and high, run bytes, run CRC-32, first and last time as ms
 *                from the block's start
 *     labels     u32 number, then name and value of each as numbers of texts
 *     postings   4 u32 each, grouped by name: name, value, first id, number of ids
 *     ids        u32, sorted within each posting
 */
export const SERIES_WORDS = 7;
export const POSTING_WORDS = 4;
export const HEADER_WORDS = 8;

export interface IndexedRun {
  readonly offset: number;
  readonly bytes: number;
  readonly crc: number;
  /** Milliseconds since the block's start. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Collects the index while a block's series are written, in the order of their labels. */
export class IndexBuilder {
  readonly #texts = new Map<string, number>();
  readonly #postings = new Map<number, Map<number, number[]>>();
  readonly #series = new ByteWriter(1 << 16);
  readonly #labels = new ByteWriter(1 << 16);
  count = 0;

  add(labels: Labels, run: IndexedRun): void {
    this.#series.u32(this.#labels.length / 4);
    this.#series.u32(run.offset % 2 ** 32);
    this.#series.u32(Math.floor(run.offset / 2 ** 32));
    for (const each of [run.bytes, run.crc, run.firstMs, run.lastMs]) this.#series.u32(each);
    this.#labels.u32(labels.size);
    for (let index = 0; index < labels.size; index++) {
      const name = this.#text(labels.names[index] ?? '');
      const value = this.#text(labels.values[index] ?? '');
      this.#labels.u32(name);
      this.#labels.u32(value);
      this.#post(name, value);
    }
    this.count += 1;
  }

  build(): Uint8Array {
    const texts = this.#textTable();
    const { postings, ids, count } = this.#postingTables();
    const writer = new ByteWriter(1 << 16);
    for (const each of [this.#texts.size, this.count, count]) writer.u32(each);
    let offset = HEADER_WORDS * 4;
    const tables = [texts, this.#series, this.#labels, postings, ids];
    for (const table of tables) {
      table.align(8);
      writer.u32(offset);
      offset += table.length;
    }
    for (const table of tables) writer.raw(table.bytes());
    return writer.bytes();
  }

  #text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }

  #post(name: number, value: number): void {
    const byValue = this.#postings.get(name) ?? new Map<number, number[]>();
    if (byValue.size === 0) this.#postings.set(name, byValue);
    const ids = byValue.get(value);
    if (ids) ids.push(this.count);
    else byValue.set(value, [this.count]);
  }

  #textTable(): ByteWriter {
    const table = new ByteWriter(1 << 16);
    const encoded = [...this.#texts.keys()].map((text) => Buffer.from(text, 'utf8'));
    let end = 0;
    for (const { length } of encoded) {
      end += length;
      table.u32(end);
    }
    for (const bytes of encoded) table.raw(bytes);
    return table;
  }

  #postingTables(): { postings: ByteWriter; ids: ByteWriter; count: number } {
    const postings = new ByteWriter(1 << 16);
    const ids = new ByteWriter(1 << 16);
    let count = 0;
    for (const [name, byValue] of this.#postings) {
      for (const [value, list] of byValue) {
        for (const each of [name, value, ids.length / 4, list.length]) postings.u32(each);
        for (const id of list) ids.u32(id);
        count += 1;
      }
    }
    return { postings, ids, count };
  }
}
