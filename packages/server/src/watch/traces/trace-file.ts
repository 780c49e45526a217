import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

const SCHEMA_VERSION = 1;
/** At a commit that leaves more pages in the log, they are moved into the file: a few milliseconds, and no more. */
const CHECKPOINT_PAGES = 256;
const CACHE_KIB = 2048;

/**
 * `chunk.key` is trace.n * 1024 + the number of the part. `journal` holds what came of traces that are not decided yet.
 * The index answers a search by time, duration and errors alone, without a look at the rows.
 */
const SCHEMA = `
  create table trace (
    n integer primary key,
    id blob not null unique,
    seen_ms integer not null,
    start_us integer not null,
    duration_us integer not null,
    errors integer not null,
    spans integer not null,
    refused integer not null,
    root_service text not null,
    root_name text not null,
    root_missing integer not null,
    services text not null,
    reason text not null,
    weight real not null,
    parts integer not null,
    outline text not null
  );
  create index trace_by_start on trace (start_us, n, duration_us, errors);
  create table chunk (key integer primary key, attributes blob not null, spans blob not null);
  create table journal (entry integer primary key, spans blob not null);
  pragma user_version = ${SCHEMA_VERSION};
`;

export interface OpenedFile {
  readonly db: SqliteDatabase.Database;
  /** Why what was there before has been set aside. */
  readonly setAside: string | undefined;
}

/**
 * Opens the file, or creates it for its owner alone. A commit outlives the end of the process at once, and the end of the
 * system after the next checkpoint. Traces are worth less than a start that fails: a file that cannot be read is set
 * aside, and a new one begun.
 */
export function openTraceFile(path: string): OpenedFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return { db: openOrCreate(path), setAside: undefined };
  } catch (error) {
    if (!(error instanceof Error) || !isUnreadable(error)) throw error;
    renameSync(path, `${path}.unreadable`);
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    return { db: openOrCreate(path), setAside: error.message };
  }
}

function openOrCreate(path: string): SqliteDatabase.Database {
  closeSync(openSync(path, 'a', 0o600));
  const db = new SqliteDatabase(path);
  try {
    // Before the first table: pages of what was deleted can then be given back to the disk a few at a time.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${8 * 2 ** 20}`);
    db.pragma(`cache_size = -${CACHE_KIB}`);
    const version = db.pragma('user_version', { simple: true });
    if (version === 0) db.transaction(() => db.exec(SCHEMA))();
    else if (version !== SCHEMA_VERSION) throw new OtherVersion(`It is of version ${version}.`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

class OtherVersion extends Error {
  override readonly name = 'OtherVersion';
}

function isUnreadable(error: Error): boolean {
  if (error instanceof OtherVersion) return true;
  return 'code' in error && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(String(error.code));
}
