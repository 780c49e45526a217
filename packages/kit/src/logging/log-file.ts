import { closeSync, fstatSync, mkdirSync, writeSync } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock/clock.ts';
import { backgroundClock } from '../clock/clock.ts';
import { atExit } from './at-exit.ts';
import type { LogSink } from './destination.ts';
import { appendBytes, openForAppend, statOf } from './file-handle.ts';
import { WaitingLines } from './waiting-lines.ts';

export interface LogFileOptions {
  /** Folders that are missing are made. */
  readonly path: string;
  /** A line that would make the file longer goes to a new one. Default 10 MiB. */
  readonly maxBytes?: number;
  /** Full files kept beside the present one, `path.1` the newest. Default 10. */
  readonly keep?: number;
  /** What may wait for a disk that is slow; lines beyond it are dropped and counted. Default 8 MiB. */
  readonly maxWaitingBytes?: number;
  /** Is told how many lines were dropped, once the file takes lines again. They are told in the file as well. */
  readonly onDropped?: (count: number) => void;
  readonly clock?: Clock;
}

export interface LogFile extends LogSink {
  write(line: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
  /** Lines that were lost since the start. */
  readonly dropped: number;
}

const mebibyte = 1024 * 1024;
const batchBytes = 256 * 1024;
const lookAgainMs = 50;
const retryMs = 500;

/**
 * A log file that never holds up who writes: lines wait in memory and are written beside the service, in order, whole,
 * and at the latest when the process ends, also by an error that nobody caught. (`kill -9` loses what waited, the last
 * milliseconds.) It starts anew when it is full, and when somebody moved or removed it. Only one process may write to a
 * path. Throws at once when it cannot be opened.
 */
export function logFile(options: LogFileOptions): LogFile {
  return new BufferedFile(options);
}

class BufferedFile implements LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  readonly #clock: Clock;
  readonly #onDropped: ((count: number) => void) | undefined;
  readonly #waiting: WaitingLines;
  readonly #forgetExit: () => void;
  #file: number | undefined;
  #size = 0;
  /** What is being written; at the exit the size of the file tells how much of it arrived. */
  #begun: { readonly bytes: Buffer; readonly at: number } | undefined;
  #running: Promise<void> | undefined;
  #lookedMs = 0;
  #untold = 0;
  #isClosed = false;
  #onFailure: (() => void)[] = [];
  dropped = 0;

  constructor(options: LogFileOptions) {
    const { maxBytes = 10 * mebibyte, keep = 10, maxWaitingBytes = 8 * mebibyte, clock = backgroundClock } = options;
    this.#path = path.resolve(options.path);
    this.#maxBytes = maxBytes;
    this.#keep = keep;
    this.#clock = clock;
    this.#onDropped = options.onDropped;
    this.#waiting = new WaitingLines(maxWaitingBytes);
    this.#open();
    this.#forgetExit = atExit(() => this.#writeNow());
  }

  write(line: string): void {
    if (this.#isClosed || !this.#waiting.add(line)) {
      this.dropped += 1;
      this.#untold += 1;
      return;
    }
    this.#running ??= this.#work();
  }

  /** Also ends when the disk refuses: what waits then is tried again, but nobody should wait for it. */
  async flush(): Promise<void> {
    while (this.#running !== undefined) {
      const running = this.#running;
      const failed = new Promise<'failed'>((resolve) => this.#onFailure.push(() => resolve('failed')));
      if ((await Promise.race([running, failed])) === 'failed') return;
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.flush();
    this.#writeNow();
    this.#forgetExit();
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  /** One worker at a time: begins with the first line that waits and ends with the last. */
  async #work(): Promise<void> {
    // The lines of one turn go in one piece.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.#waiting.isEmpty) {
      try {
        await this.#writeBatch();
      } catch {
        for (const tell of this.#onFailure.splice(0)) tell();
        await this.#clock.sleep(retryMs);
      }
    }
    this.#onFailure = [];
    this.#running = undefined;
  }

  async #writeBatch(): Promise<void> {
    await this.#followPath();
    if (this.#size > 0 && this.#size + this.#waiting.firstBytes > this.#maxBytes) await this.#rotate();
    const file = this.#file ?? this.#open();
    const bytes = this.#waiting.peek(Math.min(batchBytes, this.#maxBytes - this.#size));
    this.#begun = { bytes, at: this.#size };
    const written = await appendBytes(file, bytes);
    this.#begun = undefined;
    this.#size += written;
    this.#waiting.remove(written);
    this.#tellDropped();
  }

  /** The file may have been moved or removed from outside: then it goes on in a new one, as `logrotate` expects. */
  async #followPath(): Promise<void> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#file === undefined || nowMs - this.#lookedMs < lookAgainMs) return;
    this.#lookedMs = nowMs;
    const own = await statOf(this.#file);
    const there = await stat(this.#path).catch(() => undefined);
    if (there?.ino === own.ino && there.dev === own.dev) this.#size = own.size;
    else this.#reopen();
  }

  async #rotate(): Promise<void> {
    for (let number = this.#keep - 1; number >= 1; number -= 1) {
      // One that is missing leaves its place to the next.
      await rename(`${this.#path}.${number}`, `${this.#path}.${number + 1}`).catch(() => undefined);
    }
    if (this.#keep > 0) await rename(this.#path, `${this.#path}.1`).catch(() => undefined);
    this.#reopen(this.#keep === 0);
  }

  #reopen(empty = false): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#open(empty);
  }

  #open(empty = false): number {
    mkdirSync(path.dirname(this.#path), { recursive: true });
    const { file, size } = openForAppend(this.#path, empty);
    this.#file = file;
    this.#size = size;
    return file;
  }

  #tellDropped(): void {
    if (this.#untold === 0) return;
    const dropped = this.#untold;
    this.#untold = 0;
    this.#waiting.addBeyond(droppedLine(dropped, this.#clock.now()));
    this.#onDropped?.(dropped);
  }

  /** At the end of the process: nothing asynchronous happens any more. */
  #writeNow(): void {
    try {
      const file = this.#file ?? this.#open();
      const rest = this.#waiting.peek(Number.POSITIVE_INFINITY);
      const arrived = this.#begun === undefined ? 0 : arrivedOf(this.#begun, fstatSync(file).size);
      for (let at = arrived; at < rest.length; ) at += writeSync(file, rest, at);
      this.#waiting.remove(rest.length);
      this.#begun = undefined;
    } catch {
      // The disk takes nothing, and nobody can wait any more.
    }
  }
}

function arrivedOf({ bytes, at }: { bytes: Buffer; at: number }, size: number): number {
  return Math.min(bytes.length, Math.max(0, size - at));
}

function droppedLine(dropped: number, nowMs: number): string {
  const message = 'log lines were dropped: the file could not take them';
  const timestamp = new Date(nowMs).toISOString();
  return `${JSON.stringify({ level: 'warn', timestamp, logger: 'log file', pid: process.pid, context: {}, dropped, message })}\n`;
}
