import type { LogRecord } from '../log-record.ts';
import { encodeRecord } from './encode.ts';

/** A record that waits for the disk. */
export interface PendingRecord {
  readonly record: LogRecord;
  readonly line: string;
  /** Of its line. */
  readonly bytes: number;
}

const batchBytes = 256 * 1024;
/** Waits for the disk at most; beyond, records are refused. */
const mostBytes = 8 * 1024 * 1024;

/** Records that wait for the disk, in their order. */
export class PendingRecords {
  #records: PendingRecord[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  get isFull(): boolean {
    return this.#bytes >= mostBytes;
  }

  /** Whether enough waits to be written at once. */
  get fillsBatch(): boolean {
    return this.#bytes >= batchBytes;
  }

  /** Returns how many JSON cannot hold; the others wait. */
  add(records: readonly LogRecord[]): number {
    let invalid = 0;
    for (const record of records) {
      const line = encodeRecord(record);
      if (line === undefined) invalid++;
      else this.#push({ record, line, bytes: Buffer.byteLength(line) });
    }
    return invalid;
  }

  /** The first ones, of about `batchBytes`. */
  takeBatch(): PendingRecord[] {
    let [count, bytes] = [0, 0];
    while (count < this.#records.length && bytes < batchBytes) bytes += this.#records[count++]?.bytes ?? 0;
    this.#bytes -= bytes;
    return this.#records.splice(0, count);
  }

  /** What could not be written is the first again. */
  putBack(batch: readonly PendingRecord[]): void {
    this.#records = [...batch, ...this.#records];
    for (const { bytes } of batch) this.#bytes += bytes;
  }

  #push(pending: PendingRecord): void {
    this.#records.push(pending);
    this.#bytes += pending.bytes;
  }
}
