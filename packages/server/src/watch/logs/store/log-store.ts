import { mkdir, rm } from 'node:fs/promises';
import type { Clock } from '../../../platform/clock.ts';
import { Turns } from '../../../platform/turns.ts';
import type { LogRecord } from '../log-record.ts';
import type { AppendFile, OpenAppendFile } from './append-file.ts';
import { openAppendFile } from './append-file.ts';
import type { PendingRecord } from './pending-records.ts';
import { PendingRecords } from './pending-records.ts';
import type { Recovered } from './recover.ts';
import { recoverSegments } from './recover.ts';
import { sealSegment } from './seal.ts';
import { Segment } from './segment.ts';
import { Summary } from './summary.ts';

export interface LogStoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Segments that were closed longer ago are removed. */
  readonly retentionMs: number;
  /** On disk. The oldest segments go when there are more. */
  readonly maxBytes: number;
  /** Of a segment, uncompressed. */
  readonly segmentBytes?: number;
  readonly segmentMs?: number;
  readonly openFile?: OpenAppendFile;
  readonly onEvent?: (event: StoreEvent) => void;
}

export type StoreEvent =
  | { readonly kind: 'recovered'; readonly found: Recovered }
  | { readonly kind: 'written'; readonly records: number; readonly bytes: number }
  | { readonly kind: 'dropped'; readonly records: number; readonly reason: 'full' | 'invalid' }
  /** The disk takes nothing; told once, until it does again. */
  | { readonly kind: 'write_failed'; readonly error: unknown }
  | { readonly kind: 'write_mended' }
  | { readonly kind: 'seal_failed'; readonly error: unknown };

/** A record and where it lies: unique, and never changes. */
export interface StoredRecord {
  readonly record: LogRecord;
  readonly segment: number;
  readonly offset: number;
  /** Of its line. */
  readonly bytes: number;
}

const defaults = { segmentBytes: 8 * 1024 * 1024, segmentMs: 3_600_000 };
const commitMs = 1_000;
/** While somebody watches. */
const watchedCommitMs = 100;
const maintainMs = 30_000;

/**
 * Log records in append-only files of lines, written about once a second; closed ones are compressed, and removed by age
 * and size. One process owns a folder.
 */
export class LogStore {
  readonly #options: Required<LogStoreOptions>;
  readonly #listeners = new Set<(stored: readonly StoredRecord[]) => void>();
  readonly #commits = new Turns();
  readonly #seals = new Turns();
  readonly #stopping = new AbortController();
  #segments: Segment[];
  readonly #pending = new PendingRecords();
  #file: AppendFile | undefined;
  #isFailing = false;
  #isFlushing = false;
  #isWaiting = false;
  watchers = 0;

  private constructor(options: Required<LogStoreOptions>, segments: readonly Segment[]) {
    this.#options = options;
    this.#segments = [...segments];
    const stopMaintaining = options.clock.every(maintainMs, () => this.maintain());
    this.#stopping.signal.addEventListener('abort', stopMaintaining);
    for (const segment of segments.slice(0, -1)) if (segment.sealed === undefined) this.#close(segment);
  }

  static async open(given: LogStoreOptions): Promise<LogStore> {
    const options = { openFile: openAppendFile, onEvent: () => {}, ...defaults, ...given };
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const found = await recoverSegments(options.folder, options.clock.now());
    options.onEvent({ kind: 'recovered', found });
    return new LogStore(options, found.segments);
  }

  /** Oldest first. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  }

  /** Of records that wait for the disk. */
  get waitingBytes(): number {
    return this.#pending.bytes;
  }

  /**
   * Takes all of the records, or none of them: false, when as many wait for the disk as memory may hold. They are
   * written about a second later. Never waits and never throws.
   */
  offer(records: readonly LogRecord[]): boolean {
    if (this.#pending.isFull || this.#stopping.signal.aborted) return false;
    const invalid = this.#pending.add(records);
    if (invalid > 0) this.#options.onEvent({ kind: 'dropped', records: invalid, reason: 'invalid' });
    this.#schedule();
    return true;
  }

  /** As `offer`, for a caller who cannot come again: what is refused is counted as dropped. */
  append(records: readonly LogRecord[]): boolean {
    const isTaken = this.offer(records);
    if (!isTaken) this.#options.onEvent({ kind: 'dropped', records: records.length, reason: 'full' });
    return isTaken;
  }

  /** Writes what was taken before. True when all of it is in the file; with `durably`, when it outlives a loss of power. */
  async flush({ durably = false } = {}): Promise<boolean> {
    return this.#commits.take(async () => {
      if (!(await this.#commitAll())) return false;
      if (!durably || this.#file === undefined) return true;
      return this.#file.sync().then(
        () => true,
        (error: unknown) => this.#failed(error),
      );
    });
  }

  /** Calls `listener` with records that have been written, in their order. Returns the function that ends it. */
  onRecords(listener: (stored: readonly StoredRecord[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Closes a segment that is old, removes what is past its time, and seals what could not be sealed before. */
  async maintain(): Promise<void> {
    await this.#commits.take(async () => {
      const active = this.#active();
      if (active !== undefined && this.#isDone(active)) await this.#roll();
    });
    for (const segment of this.#segments) {
      if (segment.closedMs !== undefined && segment.sealed === undefined) this.#seal(segment);
    }
    await this.#seals.take(() => this.#retain());
  }

  /** Writes what waits. The last segment goes on with the next start. */
  async close(): Promise<void> {
    await this.flush({ durably: true });
    this.#stopping.abort();
    await this.#commits.take(async () => this.#file?.close());
    await this.#seals.take(async () => {});
  }

  /** At once when much waits and the disk takes it, else after a while. */
  #schedule(): void {
    if (this.#pending.isEmpty) return;
    if (this.#pending.fillsBatch && !this.#isFailing) void this.#flushNow();
    else void this.#flushLater();
  }

  async #flushNow(): Promise<void> {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    await this.flush();
    this.#isFlushing = false;
    this.#schedule();
  }

  async #flushLater(): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const waitMs = this.watchers > 0 ? watchedCommitMs : commitMs;
    await this.#options.clock.sleep(waitMs, this.#stopping.signal).catch(() => undefined);
    this.#isWaiting = false;
    if (this.#stopping.signal.aborted) return;
    await this.flush();
    this.#schedule();
  }

  async #commitAll(): Promise<boolean> {
    while (!this.#pending.isEmpty) if (!(await this.#commit())) return false;
    return true;
  }

  /** One write, of one batch. */
  async #commit(): Promise<boolean> {
    const batch = this.#pending.takeBatch();
    try {
      const segment = await this.#writable();
      await this.#file?.write(Buffer.from(batch.map(({ line }) => line).join('')));
      this.#written(segment, batch);
    } catch (error) {
      this.#pending.putBack(batch);
      await this.#dropTorn();
      return this.#failed(error);
    }
    const active = this.#active();
    if (active !== undefined && this.#isDone(active)) await this.#roll();
    return true;
  }

  #written(segment: Segment, batch: readonly PendingRecord[]): void {
    const stored: StoredRecord[] = [];
    let bytes = 0;
    for (const each of batch) {
      stored.push({ record: each.record, segment: segment.id, offset: segment.summary.bytes, bytes: each.bytes });
      segment.summary.add(each.record, each.bytes);
      bytes += each.bytes;
    }
    if (this.#isFailing) this.#options.onEvent({ kind: 'write_mended' });
    this.#isFailing = false;
    this.#options.onEvent({ kind: 'written', records: batch.length, bytes });
    for (const listener of this.#listeners) listener(stored);
  }

  #failed(error: unknown): false {
    if (!this.#isFailing) this.#options.onEvent({ kind: 'write_failed', error });
    this.#isFailing = true;
    return false;
  }

  /** What a failed write left behind the last whole line; where even that fails, a new segment begins. */
  async #dropTorn(): Promise<void> {
    const active = this.#active();
    if (active === undefined || this.#file === undefined) return;
    await this.#file.truncate(active.summary.bytes).catch(() => this.#roll());
  }

  #active(): Segment | undefined {
    const last = this.#segments.at(-1);
    return last?.closedMs === undefined ? last : undefined;
  }

  async #writable(): Promise<Segment> {
    const { clock, folder, openFile } = this.#options;
    const active =
      this.#active() ?? new Segment(folder, (this.#segments.at(-1)?.id ?? 0) + 1, clock.now(), new Summary());
    this.#file ??= await openFile(active.paths.plain);
    if (this.#segments.at(-1) !== active) this.#segments = [...this.#segments, active];
    return active;
  }

  #isDone({ summary, openedMs }: Segment): boolean {
    const { segmentBytes, segmentMs, clock } = this.#options;
    return summary.bytes >= segmentBytes || (summary.bytes > 0 && clock.now() - openedMs >= segmentMs);
  }

  async #roll(): Promise<void> {
    const active = this.#active();
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
    if (active !== undefined) this.#close(active);
  }

  #close(segment: Segment): void {
    segment.closedMs = this.#options.clock.now();
    this.#seal(segment);
  }

  /** One after another: the background threads have others to serve too. */
  #seal(segment: Segment): void {
    const seal = async () => {
      if (segment.sealed === undefined && !segment.isRemoved) await sealSegment(segment);
    };
    void this.#seals.take(seal).catch((error: unknown) => this.#options.onEvent({ kind: 'seal_failed', error }));
  }

  async #retain(): Promise<void> {
    const { clock, retentionMs, maxBytes } = this.#options;
    let bytes = this.bytes;
    for (const segment of this.#segments) {
      const isOld = segment.closedMs !== undefined && clock.now() - segment.closedMs > retentionMs;
      if (segment.closedMs === undefined || !(isOld || bytes > maxBytes)) return;
      bytes -= segment.storedBytes;
      segment.isRemoved = true;
      this.#segments = this.#segments.filter((each) => each !== segment);
      for (const path of Object.values(segment.paths)) await rm(path, { force: true });
    }
  }
}
