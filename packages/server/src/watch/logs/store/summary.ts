import type { LogRecord } from '../log-record.ts';
import { logLevels } from '../log-record.ts';
import { isOwnLine } from '../own-lines.ts';
import { levelIndex } from './encode.ts';
import { traceFilterOf } from './trace-filter.ts';

/** A piece of a segment: the unit that is compressed, read and passed over. */
export interface Block {
  /** Where its lines begin in the segment's uncompressed text. */
  readonly offset: number;
  bytes: number;
  records: number;
  minMs: number;
  maxMs: number;
  /** How many of each level; the last one: without a level. */
  readonly levels: number[];
}

export const levelKinds = logLevels.length + 1;
/** Of uncompressed text. A search holds two or three such pieces at a time. */
export const blockBytes = 1024 * 1024;
/** Segments whose times are strewn wider, or that hold more instances, say nothing of them: every search looks inside. */
const mostMinutes = 2_000;
const mostOrigins = 200;
const minuteMs = 60_000;

/** What is known of a segment without reading it. Grows with each record that is written. */
export class Summary {
  readonly blocks: Block[] = [];
  bytes = 0;
  records = 0;
  /** `service/instance` of all records; undefined when there are too many. */
  origins: Set<string> | undefined = new Set();
  /** Records by minute since 1970 and level, but for our own lines; undefined when there are too many. */
  minutes: Map<number, number[]> | undefined = new Map();
  #traceFilters: Uint8Array[] = [];
  #openTraces = new Set<string>();

  /** As it was written beside a sealed segment. */
  static restore(
    written: {
      readonly bytes: number;
      readonly records: number;
      readonly origins: readonly string[] | null;
      readonly minutes: readonly (readonly [number, number[]])[] | null;
    },
    blocks: readonly Block[],
  ): Summary {
    const summary = new Summary();
    summary.blocks.push(...blocks);
    summary.bytes = written.bytes;
    summary.records = written.records;
    summary.origins = written.origins === null ? undefined : new Set(written.origins);
    summary.minutes = written.minutes === null ? undefined : new Map(written.minutes);
    return summary;
  }

  add(record: LogRecord, bytes: number): void {
    const level = levelIndex(record.level);
    const block = this.#blockFor();
    block.bytes += bytes;
    block.records += 1;
    block.minMs = Math.min(block.minMs, record.timeMs);
    block.maxMs = Math.max(block.maxMs, record.timeMs);
    block.levels[level] = (block.levels[level] ?? 0) + 1;
    this.bytes += bytes;
    this.records += 1;
    if (record.traceId !== undefined) this.#openTraces.add(record.traceId);
    this.#addOrigin(originOf(record.service, record.instance));
    if (!isOwnLine(record.service, record.instance)) this.#addMinute(Math.floor(record.timeMs / minuteMs), level);
  }

  /** Bytes that are no record of ours: they keep their place. */
  skip(bytes: number): void {
    this.#blockFor().bytes += bytes;
    this.bytes += bytes;
  }

  /** One a block: a filter, or the ids themselves while the block still grows. */
  traces(): readonly (Uint8Array | Set<string>)[] {
    return [...this.#traceFilters, this.#openTraces].slice(0, this.blocks.length);
  }

  /** They lie in a file now. */
  forgetTraces(): void {
    this.#traceFilters = [];
  }

  /** Nothing more will be added. The filters of all blocks. */
  finish(): readonly Uint8Array[] {
    if (this.#traceFilters.length < this.blocks.length) this.#closeBlock();
    return this.#traceFilters;
  }

  #blockFor(): Block {
    const last = this.blocks.at(-1);
    if (last !== undefined && last.bytes < blockBytes) return last;
    if (last !== undefined) this.#closeBlock();
    const levels = new Array<number>(levelKinds).fill(0);
    const block = { offset: this.bytes, bytes: 0, records: 0, minMs: Infinity, maxMs: -Infinity, levels };
    this.blocks.push(block);
    return block;
  }

  #closeBlock(): void {
    this.#traceFilters.push(traceFilterOf(this.#openTraces));
    this.#openTraces = new Set();
  }

  #addOrigin(origin: string): void {
    if (this.origins === undefined || this.origins.has(origin)) return;
    if (this.origins.size >= mostOrigins) this.origins = undefined;
    else this.origins.add(origin);
  }

  #addMinute(minute: number, level: number): void {
    const counts = this.minutes?.get(minute);
    if (counts !== undefined) counts[level] = (counts[level] ?? 0) + 1;
    else if (this.minutes !== undefined && this.minutes.size >= mostMinutes) this.minutes = undefined;
    else {
      const fresh = new Array<number>(levelKinds).fill(0);
      fresh[level] = 1;
      this.minutes?.set(minute, fresh);
    }
  }
}

export function originOf(service: string, instance: string): string {
  return `${service}/${instance}`;
}
