import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type SqliteDatabase from 'better-sqlite3';
import { buildFilter } from './attribute-filter.ts';
import type { Outline } from './outline.ts';
import { outlineText, readOutline } from './outline-text.ts';
import type { TraceRow } from './trace-row.ts';

/** A stretch of the index, newest first. */
export interface IndexEntry {
  readonly n: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly errors: number;
}

export interface Place {
  readonly startUs: number;
  readonly n: number;
}

export interface Part {
  readonly texts: readonly string[];
  readonly attributeHashes: ReadonlySet<number>;
}

export interface StoredPart {
  /** A filter of the attributes of its spans. */
  readonly attributes: Buffer;
  read(): readonly unknown[];
}

const PARTS = 1024;
const SPARE_PAGES = 512;
/** Small windows: a trace is a few KB, and zlib's usual ones cost more to set up than to use. */
const DEFLATE = { level: 1, windowBits: 13, memLevel: 6 } as const;

/** The statements on the file; each is short. */
export class TraceTable {
  readonly #db: SqliteDatabase.Database;
  readonly #find;
  readonly #byNumber;
  readonly #outline;
  readonly #write;
  readonly #insertChunk;
  readonly #chunks;
  readonly #spansOf;
  readonly #below;
  readonly #oldest;
  readonly #deleteTrace;
  readonly #deleteChunks;
  readonly #insertEntry;
  readonly #deleteEntries;
  #next: number;

  constructor(db: SqliteDatabase.Database) {
    this.#db = db;
    const columns = `n, lower(hex(id)) as traceId, seen_ms as seenMs, start_us as startUs, duration_us as durationUs,
      errors, spans, refused, root_service as rootService, root_name as rootName, root_missing as rootMissing, services,
      reason, weight, parts`;
    this.#find = db.prepare<[Buffer], RawRow>(`select ${columns} from trace where id = ?`);
    this.#byNumber = db.prepare<[number], RawRow>(`select ${columns} from trace where n = ?`);
    this.#outline = db.prepare<[number], { outline: string; weight: number }>(
      'select outline, weight from trace where n = ?',
    );
    this.#write = db.prepare<[WrittenRow]>(`insert or replace into trace
      (n, id, seen_ms, start_us, duration_us, errors, spans, refused, root_service, root_name, root_missing, services,
       reason, weight, parts, outline)
      values (@n, @id, @seenMs, @startUs, @durationUs, @errors, @spans, @refused, @rootService, @rootName, @rootMissing,
       @services, @reason, @weight, @parts, @outline)`);
    this.#insertChunk = db.prepare<[number, Buffer, Buffer]>(
      'insert into chunk (key, attributes, spans) values (?, ?, ?)',
    );
    this.#chunks = db.prepare<[number, number], { key: number; attributes: Buffer }>(
      'select key, attributes from chunk where key >= ? and key < ? order by key',
    );
    this.#spansOf = db.prepare<[number], { spans: Buffer }>('select spans from chunk where key = ?');
    this.#below = db.prepare<[number, number, number, number], IndexEntry>(`select n, start_us as startUs,
      duration_us as durationUs, errors from trace where (start_us, n) < (?, ?) and start_us >= ?
      order by start_us desc, n desc limit ?`);
    this.#oldest = db.prepare<[], { n: number; seenMs: number }>(
      'select n, seen_ms as seenMs from trace order by n limit 1',
    );
    this.#deleteTrace = db.prepare<[number]>('delete from trace where n = ?');
    this.#deleteChunks = db.prepare<[number, number]>('delete from chunk where key >= ? and key < ?');
    this.#insertEntry = db.prepare<[number, Buffer]>('insert into journal (entry, spans) values (?, ?)');
    this.#deleteEntries = db.prepare<[number]>('delete from journal where entry < ?');
    this.#next = this.#count('select coalesce(max(n), 0) as count from trace') + 1;
  }

  /** Everything in it is on the disk together, or none of it. */
  transaction(work: () => void): void {
    this.#db.transaction(work).immediate();
  }

  find(traceId: string): TraceRow | undefined {
    const row = this.#find.get(idBytes(traceId));
    return row === undefined ? undefined : toRow(row);
  }

  at(n: number): TraceRow | undefined {
    const row = this.#byNumber.get(n);
    return row === undefined ? undefined : toRow(row);
  }

  outlineAt(n: number): { outline: Outline; weight: number } | undefined {
    const row = this.#outline.get(n);
    return row === undefined ? undefined : { outline: readOutline(row.outline), weight: row.weight };
  }

  /** A number for a trace that is new. */
  nextNumber(): number {
    return this.#next++;
  }

  /** Writes the row anew, and a further part of its spans. */
  write(row: TraceRow, outline: Outline, part: Part): void {
    const { isRootMissing, traceId, services, ...rest } = row;
    this.#write.run({
      ...rest,
      id: idBytes(traceId),
      rootMissing: isRootMissing ? 1 : 0,
      services: JSON.stringify(services),
      parts: row.parts + (part.texts.length === 0 ? 0 : 1),
      outline: outlineText(outline),
    });
    if (part.texts.length === 0) return;
    const spans = deflateRawSync(`[${part.texts.join(',')}]`, DEFLATE);
    this.#insertChunk.run(row.n * PARTS + row.parts, buildFilter(part.attributeHashes), spans);
  }

  hasRoomForPart(row: TraceRow): boolean {
    return row.parts < PARTS;
  }

  /** The parts of a trace: what may be in them, and their spans as JSON, fetched when asked for. */
  parts(n: number): readonly StoredPart[] {
    return this.#chunks.all(n * PARTS, (n + 1) * PARTS).map(({ key, attributes }) => ({
      attributes,
      read: () => {
        const spans = this.#spansOf.get(key)?.spans;
        return spans === undefined ? [] : (JSON.parse(inflateRawSync(spans).toString()) as unknown[]);
      },
    }));
  }

  /** What started before a place, back to a time; newest first. */
  below({ startUs, n }: Place, fromUs: number, limit: number): readonly IndexEntry[] {
    return this.#below.all(startUs, n, fromUs, limit);
  }

  oldest(): { n: number; seenMs: number } | undefined {
    return this.#oldest.get();
  }

  delete(n: number): void {
    this.#deleteTrace.run(n);
    this.#deleteChunks.run(n * PARTS, (n + 1) * PARTS);
  }

  appendEntry(entry: number, spans: ReadonlyMap<string, readonly string[]>): void {
    const traces = [...spans].map(([traceId, texts]) => `${JSON.stringify(traceId)}:[${texts.join(',')}]`);
    this.#insertEntry.run(entry, deflateRawSync(`{${traces.join(',')}}`, DEFLATE));
  }

  deleteEntriesBefore(entry: number): void {
    this.#deleteEntries.run(entry);
  }

  /** 0 when the journal is empty. */
  lastEntry(): number {
    return this.#count('select coalesce(max(entry), 0) as count from journal');
  }

  /** Spans by trace, as they were journaled; one entry at a time. */
  *entries(): Generator<{ entry: number; spans: Readonly<Record<string, readonly unknown[]>> }> {
    const numbers = this.#db.prepare<[], { entry: number }>('select entry from journal order by entry').all();
    const read = this.#db.prepare<[number], { spans: Buffer }>('select spans from journal where entry = ?');
    for (const { entry } of numbers) {
      const row = read.get(entry);
      if (row !== undefined) yield { entry, spans: JSON.parse(inflateRawSync(row.spans).toString()) };
    }
  }

  count(): number {
    return this.#count('select count(*) as count from trace');
  }

  /** Of the file, without the pages that wait to be given back. */
  usedBytes(): number {
    const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(this.#db.pragma(name, { simple: true })),
    );
    return ((pages ?? 0) - (free ?? 0)) * (size ?? 0);
  }

  /** Gives pages back to the disk; false when no more are free than will soon be used again. */
  shrink(pages: number): boolean {
    if (Number(this.#db.pragma('freelist_count', { simple: true })) <= SPARE_PAGES) return false;
    this.#db.pragma(`incremental_vacuum(${pages})`);
    return true;
  }

  close(): void {
    this.#db.close();
  }

  #count(query: string): number {
    return this.#db.prepare<[], { count: number }>(query).get()?.count ?? 0;
  }
}

interface RawRow extends Omit<TraceRow, 'isRootMissing' | 'services'> {
  readonly rootMissing: 0 | 1;
  readonly services: string;
}

interface WrittenRow extends Omit<RawRow, 'traceId'> {
  readonly id: Buffer;
  readonly outline: string;
}

function toRow({ rootMissing, services, ...row }: RawRow): TraceRow {
  return { ...row, isRootMissing: rootMissing === 1, services: JSON.parse(services) as string[] };
}

function idBytes(traceId: string): Buffer {
  return Buffer.from(traceId, 'hex');
}
