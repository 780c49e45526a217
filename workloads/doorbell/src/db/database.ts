import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '@seaworthy/kit';
import BetterSqlite3 from 'better-sqlite3';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';

export interface DatabaseOptions {
  readonly file: string;
  /** The compiled SQLite; found by the package itself when it is not given. */
  readonly nativeBinding?: string;
  readonly clock: Clock;
}

/** The database cannot be used now; the same call may succeed later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** How long one statement may hold up the event loop when another instance is writing. */
const BLOCKING_WAIT_MS = 50;
const WRITE_DEADLINE_MS = 5_000;
const RETRY_MS = 20;

/**
 * The SQLite file, shared with the other instances of the service: WAL, short transactions, waiting outside of SQLite
 * so that the event loop goes on. A file that was moved away or replaced is noticed, for a connection would go on
 * "writing" to it; when the very same file is back, so is the database.
 */
export class DoorbellDatabase {
  readonly #options: DatabaseOptions;
  #connection: BetterSqlite3.Database | undefined;
  #fileId: string | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  /** Opens and migrates. Throws DatabaseUnavailable, or MigrationConflict. */
  open(): void {
    const { file } = this.#options;
    mkdirSync(dirname(file), { recursive: true });
    this.#connection = unavailableUnlessFine(() => connect(this.#options));
    this.#fileId = fileIdOf(file);
  }

  /** For reading; throws DatabaseUnavailable when the file is gone. */
  read<T>(query: (db: BetterSqlite3.Database) => T): T {
    return unavailableUnlessFine(() => query(this.#usable()));
  }

  /** Runs `change` in one transaction, waiting for other writers without blocking the event loop. */
  async write<T>(change: (db: BetterSqlite3.Database) => T): Promise<T> {
    const { clock } = this.#options;
    const deadlineMs = clock.monotonicMs() + WRITE_DEADLINE_MS;
    for (;;) {
      try {
        const db = this.#usable();
        return db.transaction(() => change(db)).immediate();
      } catch (error) {
        if (!isBusy(error) || clock.monotonicMs() > deadlineMs) throw asUnavailable(error);
        await clock.sleep(RETRY_MS);
      }
    }
  }

  /** Proves that the database answers and can be written. Throws DatabaseUnavailable. */
  async ping(): Promise<void> {
    this.read((db) => db.prepare('SELECT version FROM gallery_version').get());
    await this.write(() => undefined);
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #usable(): BetterSqlite3.Database {
    const { file } = this.#options;
    const fileId = fileIdOf(file);
    if (fileId === undefined) throw new DatabaseUnavailable(`the database file ${file} is gone`);
    if (!this.#connection) throw new DatabaseUnavailable('the database is closed');
    // Opening the new file here would let SQLite apply the old one's write-ahead log to it.
    if (fileId !== this.#fileId) throw new DatabaseUnavailable(`another file is at ${file}; restart to use it`);
    return this.#connection;
  }
}

function connect({ file, nativeBinding, clock }: DatabaseOptions): BetterSqlite3.Database {
  const db = new BetterSqlite3(file, { timeout: BLOCKING_WAIT_MS, ...(nativeBinding && { nativeBinding }) });
  try {
    prepareConnection(db);
    migrate(db, MIGRATIONS, () => new Date(clock.now()));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepareConnection(db: BetterSqlite3.Database): void {
  db.pragma('busy_timeout = 5000'); // two instances may start at once; nothing else runs yet
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  db.pragma(`busy_timeout = ${BLOCKING_WAIT_MS}`);
}

/** Device and inode: what the path leads to now. */
function fileIdOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}

function unavailableUnlessFine<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw asUnavailable(error);
  }
}

function asUnavailable(error: unknown): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError) || error.code.startsWith('SQLITE_CONSTRAINT')) return error;
  return new DatabaseUnavailable(`the database cannot be used: ${error.message}`, { cause: error });
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
