import type { Migration } from '../migration.ts';

export interface TokenRow {
  id: string;
  name: string;
  /** SHA-256 of the secret part, hex. */
  secret_hash: string;
  /** JSON array of permissions. */
  permissions: string;
  created_at: number;
  /** Since migration 6: whose it is; null for those that the installation keeps for itself. */
  user: string | null;
  expires_at: number | null;
  last_used_at: number | null;
}

export interface SignInCodeRow {
  id: string;
  secret_hash: string;
  user: string;
  expires_at: number;
}

export interface IdempotencyRow {
  /** Caller and key. */
  key: string;
  /** SHA-256 of method, path and body, hex. */
  request_hash: string;
  /** Null while the request is carried out. */
  status: number | null;
  answer: string | null;
  created_at: number;
}

export interface AccessTables {
  tokens: TokenRow;
  sign_in_codes: SignInCodeRow;
  idempotency_keys: IdempotencyRow;
}

export const access: Migration = {
  number: 3,
  name: 'access',
  up: [
    `CREATE TABLE tokens (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      secret_hash TEXT NOT NULL,
      permissions TEXT NOT NULL,
      created_at BIGINT NOT NULL
    )`,
    `CREATE TABLE sign_in_codes (
      id TEXT PRIMARY KEY,
      secret_hash TEXT NOT NULL,
      "user" TEXT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    `CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      secret_hash TEXT NOT NULL,
      "user" TEXT NOT NULL,
      permissions TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    `CREATE TABLE idempotency_keys (
      key TEXT PRIMARY KEY,
      request_hash TEXT NOT NULL,
      status INTEGER,
      answer TEXT,
      created_at BIGINT NOT NULL
    )`,
  ],
  down: ['DROP TABLE idempotency_keys', 'DROP TABLE sessions', 'DROP TABLE sign_in_codes', 'DROP TABLE tokens'],
};
