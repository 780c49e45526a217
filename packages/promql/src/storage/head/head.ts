import type { Labels } from '../../labels/labels.ts';
import type { Matcher } from '../../labels/matcher.ts';
import type { ChunkAt } from '../chunks/chunk-at.ts';
import type { ChunkCopies } from '../chunks/chunk-copies.ts';
import type { Samples } from '../chunks/read.ts';
import { readSamples } from '../chunks/read.ts';
import type { SampleRoom } from '../chunks/sample-room.ts';
import type { AppendOutcome } from '../port.ts';
import { ChunkArena } from './arena.ts';
import type { HeadSeries } from './head-series.ts';
import { Registry } from './registry.ts';

/** About what the state of an open chunk takes. */
const SLOT_BYTES = 300;

export type Acceptance = Exclude<AppendOutcome, 'limit'> | 'again';

/** A series in one time range: its chunks, and the same as bytes with their headers. */
export interface HeadRun {
  readonly labels: Labels;
  readonly chunks: readonly ChunkAt[];
  readonly raw: readonly Uint8Array[];
}

/** The newest samples, in memory. A sample is first accepted (and written to the log), then put in, where queries see it. */
export class Head {
  readonly #registry: Registry;
  readonly #arena = new ChunkArena();
  /** Samples before it are on disk, or were refused. */
  floorMs = -Infinity;
  samples = 0;
  oldestMs = Infinity;
  newestMs = -Infinity;

  constructor(
    readonly rangeMs: number,
    maxSeries: number,
  ) {
    this.#registry = new Registry(maxSeries);
  }

  get seriesCount(): number {
    return this.#registry.count;
  }

  /** Of finished chunks and of the slots that are written to. */
  get chunkBytes(): number {
    return this.#arena.bytes + this.#registry.count * SLOT_BYTES;
  }

  /** The series of these labels, made when it is new; undefined when it would be one too many. `after`: what was asked for before. */
  seriesOf(labels: Labels, after?: HeadSeries): HeadSeries | undefined {
    return this.#registry.get(labels, after);
  }

  /** `again`: the sample is there already, or waits for its commit. */
  accept(series: HeadSeries, timestampMs: number, high: number, low: number): Acceptance {
    const { page, slot } = series;
    const lastMs = page.acceptedMs[slot] as number;
    if (timestampMs < lastMs || timestampMs < this.floorMs) return 'out_of_order';
    if (timestampMs === lastMs) {
      return page.acceptedHigh[slot] === high && page.acceptedLow[slot] === low ? 'again' : 'duplicate';
    }
    page.acceptedMs[slot] = timestampMs;
    page.acceptedHigh[slot] = high;
    page.acceptedLow[slot] = low;
    return 'ok';
  }

  /** False for a sample that is not newer than all of its series, or belongs to what is already on disk. */
  put(series: HeadSeries, timestampMs: number, high: number, low: number): boolean {
    const { page, slot } = series;
    const { open } = page;
    if (timestampMs < this.floorMs) return false;
    const isEmpty = open.count(slot) === 0;
    if (!isEmpty && timestampMs <= open.lastMs(slot)) return false;
    if (!isEmpty && timestampMs >= (page.rangeEndMs[slot] as number)) this.#close(series);
    if (open.count(slot) === 0) page.rangeEndMs[slot] = this.rangeOf(timestampMs) + this.rangeMs;
    if (!open.append(slot, timestampMs, high, low)) {
      this.#close(series);
      open.append(slot, timestampMs, high, low);
    }
    this.samples += 1;
    if (timestampMs > this.newestMs) this.newestMs = timestampMs;
    if (timestampMs < this.oldestMs) this.oldestMs = timestampMs;
    return true;
  }

  rangeOf(timestampMs: number): number {
    return Math.floor(timestampMs / this.rangeMs) * this.rangeMs;
  }

  /** Series for which all matchers hold, in the order of labels. */
  find(matchers: readonly Matcher[]): readonly HeadSeries[] {
    return this.#registry.find(matchers);
  }

  samplesOf(series: HeadSeries, startMs: number, endMs: number, room?: SampleRoom): Samples | undefined {
    return readSamples(this.#chunksFrom(series, startMs), startMs, endMs, room);
  }

  /** The chunks of a series that do not end before a time, to be read whenever: what happens here later is not in them. */
  chunksOf(series: HeadSeries, startMs: number, copies: ChunkCopies): readonly ChunkAt[] {
    return this.#chunksFrom(series, startMs, copies);
  }

  /** Series for which all matchers hold and that have a chunk in the time range, in the order of labels. */
  present(matchers: readonly Matcher[], startMs: number, endMs: number): readonly HeadSeries[] {
    const found = this.find(matchers);
    return found.filter((series) => this.#chunksFrom(series, startMs).some(({ firstMs }) => firstMs <= endMs));
  }

  /** Starts of the time ranges that have samples, ascending. */
  ranges(): readonly number[] {
    const open = [...this.#registry.all()].filter(({ page, slot }) => page.open.count(slot) > 0);
    const starts = open.map(({ page, slot }) => (page.rangeEndMs[slot] as number) - this.rangeMs);
    return [...new Set([...this.#arena.ranges(), ...starts])].sort((a, b) => a - b);
  }

  /** Every series with its chunks in one time range, in the order of labels. Open chunks of the range are closed. */
  *chunksIn(rangeStartMs: number): Generator<HeadRun> {
    for (const series of this.#registry.inOrder()) {
      this.#closeIn(series, rangeStartMs);
      const references = series.closed.filter((reference) => this.#arena.rangeOf(reference) === rangeStartMs);
      const chunks = references.map((reference) => this.#arena.at(reference));
      const raw = references.map((reference) => this.#arena.raw(reference));
      if (chunks.length > 0) yield { labels: series.labels, chunks, raw };
    }
  }

  /** Lets a time range go, and the series that have nothing after it. */
  drop(rangeStartMs: number): void {
    const gone = new Set<HeadSeries>();
    for (const series of this.#registry.all()) {
      this.#closeIn(series, rangeStartMs);
      series.closed = series.closed.filter((reference) => this.#keepAfter(reference, rangeStartMs));
      const acceptedMs = series.page.acceptedMs[series.slot] as number;
      if (series.isEmpty && acceptedMs < rangeStartMs + this.rangeMs) gone.add(series);
    }
    this.#arena.release(rangeStartMs);
    this.oldestMs = Math.max(this.oldestMs, rangeStartMs + this.rangeMs);
    this.#registry.forget(gone);
  }

  /** The chunks that do not end before a time. Most questions are about the newest: they are looked at from the end. */
  #chunksFrom({ closed, page, slot }: HeadSeries, startMs: number, copies?: ChunkCopies): ChunkAt[] {
    const newestFirst: ChunkAt[] = [];
    if (page.open.count(slot) > 0) newestFirst.push(copies?.of(page.open, slot) ?? page.open.chunk(slot));
    for (let index = closed.length - 1; index >= 0; index--) {
      const chunk = this.#arena.at(closed[index] as number);
      if (chunk.lastMs < startMs) break;
      newestFirst.push(chunk);
    }
    return newestFirst.reverse().filter(({ lastMs }) => lastMs >= startMs);
  }

  #close(series: HeadSeries): void {
    const { page, slot } = series;
    const rangeStartMs = (page.rangeEndMs[slot] as number) - this.rangeMs;
    series.closed.push(this.#arena.store(rangeStartMs, page.open, slot));
    page.open.clear(slot);
  }

  #closeIn(series: HeadSeries, rangeStartMs: number): void {
    const { page, slot } = series;
    const endMs = rangeStartMs + this.rangeMs;
    if (page.open.count(slot) > 0 && page.rangeEndMs[slot] === endMs) this.#close(series);
  }

  #keepAfter(reference: number, rangeStartMs: number): boolean {
    if (this.#arena.rangeOf(reference) !== rangeStartMs) return true;
    this.samples -= this.#arena.at(reference).count;
    return false;
  }
}
