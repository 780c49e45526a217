import { open } from 'node:fs/promises';
import type { Clock } from '../../../platform/clock.ts';
import type { LogRecord } from '../log-record.ts';
import { LineSplitter } from './line-splitter.ts';
import type { Position, Spot } from './locate.ts';
import { locate, oldest } from './locate.ts';
import { RecordJoiner } from './record-joiner.ts';
import type { Generation, Source } from './sources.ts';
import { asideOf, presentOf } from './sources.ts';

export interface SourceOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** False: nothing was taken; the same records are offered again later. */
  readonly offer: (records: readonly LogRecord[]) => boolean;
  /** Lines may be missing: a file went before it was read to its end. */
  readonly onGap: (name: string) => void;
}

/** `more`: read on at once. `held`: something is to be completed. `idle`: nothing to do until the file changes. */
export type Progress = 'more' | 'held' | 'idle';

interface Reading {
  readonly file: Generation;
  readonly next: Generation | undefined;
  /** For the position in `next`. */
  readonly previous: number;
}

/** Read of one source in one go: so that a noisy one neither starves the others nor blocks the event loop. */
const bytesAtOnce = 128 * 1024;
const headBytes = 64;
/** A line whose end does not come is taken as it is. */
const quietMs = 5_000;
/** Looks at a rotation that does not come to its end; it was broken off then. */
const mostWaits = 3;

/** One source, how far it was read, and what was read of it and is not yet a whole record. */
export class FollowedSource {
  #read: Position | undefined;
  readonly #lines = new LineSplitter();
  readonly #records: RecordJoiner;
  /** Refused by the store: nothing more is read until it takes them. */
  #refused: readonly LogRecord[] = [];
  #refusedBytes = 0;
  #grewMs: number;
  #waits = 0;
  #isVerified = false;

  constructor(
    private readonly options: SourceOptions,
    source: Source,
    position: Position | undefined,
  ) {
    this.#read = position;
    this.#records = new RecordJoiner(source, () => options.clock.now());
    this.#grewMs = options.clock.monotonicMs();
  }

  /** Behind the last byte whose record the store has taken: where a next start goes on. */
  get position(): Position | undefined {
    return this.#read && { ...this.#read, offset: this.#read.offset - this.#openBytes - this.#refusedBytes };
  }

  /** Reads on a little. */
  async proceed(source: Source): Promise<Progress> {
    if (!this.#hand(0, () => [])) return 'held';
    const present = await presentOf(this.options.folder, source);
    const spot = await this.#spot(source, present);
    if (spot === undefined) return 'idle';
    const bytes = await readAt(spot.file.path, this.#read?.offset ?? 0);
    if (bytes.length > 0) return this.#take(bytes, spot.file);
    return spot.next === undefined ? this.#rest() : this.#turnTo(spot.next, spot.previous);
  }

  /** The file to read, and the one that follows it when it has been set aside. */
  async #spot(source: Source, present: Generation | undefined): Promise<Reading | undefined> {
    if (present !== undefined && (await this.#isUnchanged(source, present)))
      return { file: present, next: undefined, previous: 0 };
    const read = this.#read;
    const aside = await asideOf(this.options.folder, source);
    const previous = aside[0]?.inode ?? 0;
    const hasHead = present !== undefined && (await beginsWith(present.path, read?.head ?? ''));
    const spot = await this.#verified(locate(read, { present, aside, hasHead }), present, aside);
    if (spot.kind === 'wait') return this.#await(present, previous);
    this.#waits = 0;
    this.#isVerified = true;
    const file = spot.kind === 'present' ? present : aside[spot.index];
    if (file === undefined) return undefined;
    if (spot.isGap) this.#skipGap(source.name);
    const head = read !== undefined && !spot.isGap ? read.head : '';
    this.#read = { inode: file.inode, previous: spot.kind === 'present' ? previous : 0, offset: spot.offset, head };
    const next = spot.kind === 'present' ? undefined : spot.index === 0 ? present : aside[spot.index - 1];
    // When nothing follows it yet, it has been read to its end and stays where it is.
    return { file, next, previous: next === present ? previous : 0 };
  }

  /** Told by two looks at the disk, which is all that a file costs while nothing happens to it. */
  async #isUnchanged(source: Source, present: Generation): Promise<boolean> {
    const read = this.#read;
    if (!this.#isVerified || read?.inode !== present.inode || present.bytes < read.offset) return false;
    const [youngest] = await asideOf(this.options.folder, { ...source, aside: source.aside.slice(0, 1) });
    return (youngest?.inode ?? 0) === read.previous;
  }

  /** An inode may have been given to another file: what was set aside must begin as what was read. */
  async #verified(spot: Spot, present: Generation | undefined, aside: readonly Generation[]): Promise<Spot> {
    if (spot.kind !== 'aside' || spot.isGap) return spot;
    const isSame = await beginsWith(aside[spot.index]?.path ?? '', this.#read?.head ?? '');
    return isSame ? spot : oldest({ present, aside }, true);
  }

  #await(present: Generation | undefined, previous: number): undefined {
    if (present === undefined || this.#read === undefined || ++this.#waits < mostWaits) return;
    this.#waits = 0;
    this.#read = { ...this.#read, previous };
  }

  async #take(bytes: Buffer, file: Generation): Promise<Progress> {
    const read = this.#read;
    if (read === undefined) return 'idle';
    this.#grewMs = this.options.clock.monotonicMs();
    const head = read.offset === 0 ? bytes.subarray(0, headBytes).toString('base64') : read.head;
    this.#read = { ...read, offset: read.offset + bytes.length, head };
    const isTaken = this.#hand(bytes.length, () => this.#lines.push(bytes).flatMap((line) => this.#records.push(line)));
    return isTaken && file.bytes > this.#read.offset ? 'more' : 'held';
  }

  /** At the end of the present file. */
  #rest(): Progress {
    const isQuiet = this.options.clock.monotonicMs() - this.#grewMs >= quietMs;
    if (isQuiet) this.#endLine();
    this.#hand(0, () => this.#records.end());
    return this.#lines.openBytes > 0 || this.#refusedBytes > 0 ? 'held' : 'idle';
  }

  /** At the end of a file that was set aside: nothing more will be written to it. */
  #turnTo(next: Generation, previous: number): Progress {
    this.#endLine();
    this.#hand(0, () => this.#records.end());
    if (this.#refusedBytes > 0) return 'held';
    this.#read = { inode: next.inode, previous, offset: 0, head: '' };
    return 'more';
  }

  #endLine(): void {
    const line = this.#lines.end();
    if (line !== undefined) this.#hand(line.bytes, () => this.#records.push(line));
  }

  #skipGap(name: string): void {
    this.options.onGap(name);
    this.#endLine();
    this.#hand(0, () => this.#records.end());
  }

  /** Hands on the records that `read` makes of `bytes` more, and those that were refused before. */
  #hand(bytes: number, read: () => LogRecord[]): boolean {
    const before = this.#openBytes + bytes;
    const records = [...this.#refused, ...read()];
    const consumed = before - this.#openBytes;
    const isTaken = records.length === 0 || this.options.offer(records);
    this.#refused = isTaken ? [] : records;
    this.#refusedBytes = isTaken ? 0 : this.#refusedBytes + consumed;
    return isTaken;
  }

  /** Read, and not yet part of a whole record. */
  get #openBytes(): number {
    return this.#lines.openBytes + this.#records.heldBytes;
  }
}

async function readAt(path: string, offset: number): Promise<Buffer> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return Buffer.alloc(0);
  try {
    const buffer = Buffer.allocUnsafe(bytesAtOnce);
    const { bytesRead } = await handle.read(buffer, 0, bytesAtOnce, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function beginsWith(path: string, head: string): Promise<boolean> {
  const expected = Buffer.from(head, 'base64');
  return (await readAt(path, 0)).subarray(0, expected.length).equals(expected);
}
