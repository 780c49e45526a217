import { createHash } from 'node:crypto';

/** One step of the schema. Its SQL never changes once it has shipped: a new step does. */
export interface Migration {
  /** 1, 2, 3 … without a hole. */
  readonly number: number;
  readonly name: string;
  /** One statement each, in SQL that SQLite and PostgreSQL both understand. */
  readonly up: readonly string[];
  /** Undoes `up`, last thing first. */
  readonly down: readonly string[];
}

/** Identifies the SQL of a migration, both ways: what a database remembers of what it was changed by. */
export function checksum(migration: Migration): string {
  return createHash('sha256')
    .update(JSON.stringify([migration.up, migration.down]))
    .digest('hex');
}
