import type { Clock } from '@seaworthy/kit';
import type BetterSqlite3 from 'better-sqlite3';
import type { DoorbellDatabase } from '../db/database.ts';
import type { GalleryEntry, ListName } from './gallery-entry.ts';

export interface Person {
  readonly name: string;
  readonly encodings: number;
  readonly createdAt: string;
}

/**
 * The enrolled people. Every change raises a version in the same transaction; every reading compares it, so that all
 * instances that share the database see a change at once.
 */
export interface Gallery {
  entries(): readonly GalleryEntry[];
  people(list: ListName): readonly Person[];
  /** Adds an encoding, evicting the person's oldest beyond the limit. */
  enrol(list: ListName, name: string, encoding: Float32Array): Promise<Person>;
  /** Whether there was such a person. */
  remove(list: ListName, name: string): Promise<boolean>;
}

export interface GalleryOptions {
  readonly database: DoorbellDatabase;
  readonly maxEncodings: number;
  readonly clock: Clock;
}

export function createGallery({ database, maxEncodings, clock }: GalleryOptions): Gallery {
  let cached: { readonly version: number; readonly entries: readonly GalleryEntry[] } | undefined;
  return {
    entries: () =>
      database.read((db) => {
        const version = versionOf(db);
        if (cached?.version !== version) cached = { version, entries: readEntries(db) };
        return cached.entries;
      }),
    people: (list) => database.read((db) => db.prepare<[ListName], Person>(PEOPLE).all(list)),
    enrol: (list, name, encoding) =>
      database.write((db) => {
        const now = new Date(clock.now()).toISOString();
        const person = addEncoding(db, list, name, encoding, now);
        db.prepare(EVICT).run(person, person, maxEncodings);
        raiseVersion(db);
        return personNamed(db, list, name);
      }),
    remove: (list, name) =>
      database.write((db) => {
        const { changes } = db.prepare('DELETE FROM people WHERE list = ? AND name = ?').run(list, name);
        if (changes > 0) raiseVersion(db);
        return changes > 0;
      }),
  };
}

const PEOPLE = `
  SELECT people.name, people.created_at AS createdAt, count(encodings.id) AS encodings
  FROM people LEFT JOIN encodings ON encodings.person_id = people.id
  WHERE people.list = ? GROUP BY people.id ORDER BY people.name`;

const EVICT = `
  DELETE FROM encodings WHERE person_id = ? AND id NOT IN
    (SELECT id FROM encodings WHERE person_id = ? ORDER BY id DESC LIMIT ?)`;

function versionOf(db: BetterSqlite3.Database): number {
  return db.prepare('SELECT version FROM gallery_version').pluck().get() as number;
}

function raiseVersion(db: BetterSqlite3.Database): void {
  db.prepare('UPDATE gallery_version SET version = version + 1').run();
}

function addEncoding(
  db: BetterSqlite3.Database,
  list: ListName,
  name: string,
  encoding: Float32Array,
  now: string,
): number {
  db.prepare('INSERT INTO people (list, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
    list,
    name,
    now,
  );
  const person = db.prepare('SELECT id FROM people WHERE list = ? AND name = ?').pluck().get(list, name) as number;
  const insert = db.prepare('INSERT INTO encodings (person_id, encoding, created_at) VALUES (?, ?, ?)');
  insert.run(person, Buffer.from(encoding.buffer, encoding.byteOffset, encoding.byteLength), now);
  return person;
}

function personNamed(db: BetterSqlite3.Database, list: ListName, name: string): Person {
  const people = db.prepare<[ListName], Person>(PEOPLE).all(list);
  const person = people.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!person) throw new Error('the person was enrolled, but cannot be read back');
  return person;
}

function readEntries(db: BetterSqlite3.Database): readonly GalleryEntry[] {
  const rows = db
    .prepare<[], { list: ListName; name: string; encoding: Buffer }>(
      'SELECT people.list, people.name, encoding FROM encodings JOIN people ON people.id = person_id ORDER BY encodings.id',
    )
    .all();
  return rows.map(({ list, name, encoding }) => ({ list, person: name, encoding: toFloats(encoding) }));
}

/** A copy: the bytes of a row may begin anywhere, floats only at a multiple of four. */
function toFloats(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
