import { rm } from 'node:fs/promises';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { HeadSeries } from '../head/head-series.ts';
import type { Staged } from '../head/staged.ts';
import { writeSamples, writeSeries } from './commit-record.ts';
import { FRAME_BYTES, sealFrame } from './frame.ts';
import type { LogWriter } from './log-writer.ts';
import { segmentPath } from './segments.ts';

const RESERVED = new Uint8Array(FRAME_BYTES);

interface Segment {
  newestMs: number;
  bytes: number;
}

/** The head's log: what was committed and is not in a block yet. */
export class SampleLog {
  readonly #folder: string;
  readonly #writer: LogWriter;
  readonly #record = new ByteWriter(1 << 16);
  readonly #segments = new Map<number, Segment>();

  constructor(folder: string, writer: LogWriter) {
    this.#folder = folder;
    this.#writer = writer;
  }

  get segments(): number {
    return this.#segments.size;
  }

  get bytes(): number {
    return [...this.#segments.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Says what a segment that was there before holds. */
  know(number: number, segment: Segment): void {
    this.#segments.set(number, { ...segment });
  }

  /** Resolves when the samples are on disk; until then they may change nowhere else. */
  append(staged: Staged): Promise<void> {
    const number = this.#writer.segment;
    const record = this.#encode(staged, number);
    const segment = this.#segments.get(number) ?? { newestMs: -Infinity, bytes: 0 };
    for (let index = 0; index < staged.count; index++) {
      segment.newestMs = Math.max(segment.newestMs, staged.timestamps[index] as number);
    }
    segment.bytes += record.length;
    this.#segments.set(number, segment);
    return this.#writer.append(record);
  }

  /** Removes segments whose samples are all older than `floorMs`: blocks have them. The one written to is ended first. */
  async truncate(floorMs: number): Promise<void> {
    const open = this.#writer.segment;
    if ((this.#segments.get(open)?.newestMs ?? Infinity) < floorMs) this.#writer.rotate();
    for (const [number, { newestMs }] of this.#segments) {
      if (newestMs >= floorMs || number === this.#writer.segment) continue;
      await this.#writer.settled();
      await rm(segmentPath(this.#folder, number), { force: true });
      this.#segments.delete(number);
    }
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  #encode(staged: Staged, segment: number): Uint8Array {
    const fresh: HeadSeries[] = [];
    for (const series of staged.series) {
      if (series.segment === segment) continue;
      series.segment = segment;
      fresh.push(series);
    }
    this.#record.clear();
    this.#record.raw(RESERVED);
    writeSeries(this.#record, fresh);
    const ids = staged.series.map(({ id }) => id);
    writeSamples(this.#record, { count: staged.count, ids, timestamps: staged.timestamps, words: staged.words });
    const record = this.#record.bytes().slice();
    sealFrame(record);
    return record;
  }
}
