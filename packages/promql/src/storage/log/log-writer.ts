import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { syncFolder } from '../bytes/sync-folder.ts';
import { segmentPath } from './segments.ts';

interface Waiting {
  readonly segment: number;
  readonly record: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface LogWriterOptions {
  readonly folder: string;
  /** Number of the first segment that it begins. */
  readonly firstSegment: number;
  /** A segment that has reached this size is followed by a new one. */
  readonly segmentBytes: number;
  /** Waits until the disk has a commit; without, a crash of the machine (not of the process) may lose the last seconds. */
  readonly sync: boolean;
}

/** Appends records to the segments. Records that come while the disk is busy are written together, with one sync. */
export class LogWriter {
  readonly #options: LogWriterOptions;
  #waiting: Waiting[] = [];
  #file: FileHandle | undefined;
  #fileSegment = -1;
  #segment: number;
  #segmentBytes = 0;
  #isClosed = false;
  #running: Promise<void> | undefined;

  constructor(options: LogWriterOptions) {
    this.#options = options;
    this.#segment = options.firstSegment;
  }

  /** The segment that the next record goes to. */
  get segment(): number {
    return this.#segment;
  }

  /** Resolves when the record is on disk. `record` belongs to the log from then on. */
  append(record: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('The sample store is closed: nothing can be written to it.'));
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ segment: this.#segment, record, resolve, reject });
    });
    this.#segmentBytes += record.length;
    if (this.#segmentBytes >= this.#options.segmentBytes) this.#next();
    this.#running ??= this.#run();
    return written;
  }

  /** Makes the next record begin a new segment; answers the number of the one that ended. */
  rotate(): number {
    const ended = this.#segment;
    if (this.#segmentBytes > 0) this.#next();
    return ended;
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.settled();
    await this.#file?.close();
    this.#file = undefined;
  }

  #next(): void {
    this.#segment += 1;
    this.#segmentBytes = 0;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const { segment } = this.#waiting[0] as Waiting;
      const end = this.#waiting.findIndex((each) => each.segment !== segment);
      const group = this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
      try {
        await this.#write(segment, group);
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.#fail(group, error);
      }
    }
    this.#running = undefined;
  }

  async #write(segment: number, group: readonly Waiting[]): Promise<void> {
    if (this.#fileSegment !== segment) await this.#begin(segment);
    const file = this.#file as FileHandle;
    const bytes = group.length === 1 ? (group[0] as Waiting).record : Buffer.concat(group.map(({ record }) => record));
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
    if (this.#options.sync) await file.datasync();
  }

  async #begin(segment: number): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    this.#file = await open(segmentPath(this.#options.folder, segment), 'a');
    this.#fileSegment = segment;
    if (this.#options.sync) await syncFolder(this.#options.folder);
  }

  /** Half a record may be in the file: what waits for this segment fails as well, and the next begins a new one. */
  #fail(group: readonly Waiting[], error: unknown): void {
    const segment = group[0]?.segment;
    const also = this.#waiting.filter((each) => each.segment === segment);
    this.#waiting = this.#waiting.filter((each) => each.segment !== segment);
    if (this.#segment === segment) this.#next();
    this.#fileSegment = -1;
    for (const { reject } of [...group, ...also]) reject(error);
  }
}
