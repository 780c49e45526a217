import type { Generated } from 'kysely';
import type { Migration } from '../migration.ts';
import type { ReleaseAndInstanceTables } from './001-releases-and-instances.ts';
import type { RolloutTables } from './002-rollout.ts';

export interface SecretRow {
  name: string;
  /** The newest one's number; numbers of deleted secrets go on when the name is used again. */
  newest_version: number;
  created_at: number;
  /** Null while the secret exists. */
  deleted_at: number | null;
}

export interface SecretVersionRow {
  name: string;
  version: number;
  /** Sealed. */
  value: string;
  set_by: string;
  set_at: number;
}

/** One row: by which master key the data keys are sealed, and which of them seals now. */
export interface KeyRingRow {
  id: number;
  master_key_id: string;
  /** How the master key follows from a passphrase, as JSON; null when there is none. */
  derivation: string | null;
  data_key_id: string;
  rotated_at: number;
}

export interface DataKeyRow {
  id: string;
  /** Sealed by the master key. */
  sealed: string;
  created_at: number;
}

/** A column that older tables got: sealed, null in rows from before. */
interface SealedEnv {
  env: Generated<string | null>;
}

export interface SecretTables {
  secrets: SecretRow;
  secret_versions: SecretVersionRow;
  key_ring: KeyRingRow;
  data_keys: DataKeyRow;
  deployments: RolloutTables['deployments'] & SealedEnv;
  slots: RolloutTables['slots'] & SealedEnv;
  instances: ReleaseAndInstanceTables['instances'] & SealedEnv;
}

const holders = ['deployments', 'slots', 'instances'];

export const secrets: Migration = {
  number: 7,
  name: 'secrets',
  up: [
    `CREATE TABLE secrets (
      name TEXT PRIMARY KEY,
      newest_version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      deleted_at BIGINT
    )`,
    `CREATE TABLE secret_versions (
      name TEXT NOT NULL REFERENCES secrets (name),
      version INTEGER NOT NULL,
      value TEXT NOT NULL,
      set_by TEXT NOT NULL,
      set_at BIGINT NOT NULL,
      PRIMARY KEY (name, version)
    )`,
    `CREATE TABLE key_ring (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      master_key_id TEXT NOT NULL,
      derivation TEXT,
      data_key_id TEXT NOT NULL,
      rotated_at BIGINT NOT NULL
    )`,
    `CREATE TABLE data_keys (
      id TEXT PRIMARY KEY,
      sealed TEXT NOT NULL,
      created_at BIGINT NOT NULL
    )`,
    ...holders.map((table) => `ALTER TABLE ${table} ADD COLUMN env TEXT`),
  ],
  down: [
    ...holders.map((table) => `ALTER TABLE ${table} DROP COLUMN env`),
    'DROP TABLE data_keys',
    'DROP TABLE key_ring',
    'DROP TABLE secret_versions',
    'DROP TABLE secrets',
  ],
};
