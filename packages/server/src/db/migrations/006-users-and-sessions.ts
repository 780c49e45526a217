import type { Migration } from '../migration.ts';

export interface UserRow {
  name: string;
  /** JSON array of role names. */
  roles: string;
  /** 0 or 1. */
  disabled: number;
  /** In argon2's own form; null: signs in by links alone. */
  password_hash: string | null;
  /** Sealed; null: none. */
  totp_secret: string | null;
  /** 0 until a code of it was confirmed. */
  totp_confirmed: number;
  /** The 30 s step of the last code that was taken: neither it nor one before is taken again. */
  totp_step: number;
  created_at: number;
  last_sign_in_at: number | null;
}

export interface RoleRow {
  name: string;
  description: string;
  /** JSON array. */
  permissions: string;
  created_at: number;
}

export interface SessionRow {
  id: string;
  user: string;
  /** SHA-256 of the secret of the refresh token that counts now, hex. */
  refresh_hash: string;
  /** Of the one before, which the answer that is lost on its way leaves its owner with. */
  previous_hash: string | null;
  source_address: string | null;
  client: string | null;
  created_at: number;
  used_at: number;
  /** Moves on with each refresh. */
  expires_at: number;
}

export interface SpentRefreshTokenRow {
  hash: string;
  session_id: string;
}

export interface RecoveryCodeRow {
  user: string;
  hash: string;
}

export interface SignInFailureRow {
  /** `user ann` or `address 192.0.2.7`. */
  key: string;
  failures: number;
  last_at: number;
  blocked_until: number;
}

export interface UserAndSessionTables {
  users: UserRow;
  roles: RoleRow;
  sessions: SessionRow;
  spent_refresh_tokens: SpentRefreshTokenRow;
  recovery_codes: RecoveryCodeRow;
  sign_in_failures: SignInFailureRow;
}

/** Sessions of before are over: they had no refresh token. */
export const usersAndSessions: Migration = {
  number: 6,
  name: 'users and sessions',
  up: [
    `CREATE TABLE users (
      name TEXT PRIMARY KEY,
      roles TEXT NOT NULL,
      disabled INTEGER NOT NULL,
      password_hash TEXT,
      totp_secret TEXT,
      totp_confirmed INTEGER NOT NULL,
      totp_step BIGINT NOT NULL,
      created_at BIGINT NOT NULL,
      last_sign_in_at BIGINT
    )`,
    `CREATE TABLE roles (
      name TEXT PRIMARY KEY,
      description TEXT NOT NULL,
      permissions TEXT NOT NULL,
      created_at BIGINT NOT NULL
    )`,
    'DROP TABLE sessions',
    `CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      "user" TEXT NOT NULL,
      refresh_hash TEXT NOT NULL,
      previous_hash TEXT,
      source_address TEXT,
      client TEXT,
      created_at BIGINT NOT NULL,
      used_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    'CREATE INDEX sessions_of_user ON sessions ("user")',
    `CREATE TABLE spent_refresh_tokens (
      hash TEXT PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE
    )`,
    'CREATE INDEX spent_refresh_tokens_of_session ON spent_refresh_tokens (session_id)',
    `CREATE TABLE recovery_codes (
      "user" TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY ("user", hash)
    )`,
    `CREATE TABLE sign_in_failures (
      key TEXT PRIMARY KEY,
      failures INTEGER NOT NULL,
      last_at BIGINT NOT NULL,
      blocked_until BIGINT NOT NULL
    )`,
    'ALTER TABLE tokens ADD COLUMN "user" TEXT',
    'ALTER TABLE tokens ADD COLUMN expires_at BIGINT',
    'ALTER TABLE tokens ADD COLUMN last_used_at BIGINT',
    `UPDATE tokens SET "user" = 'local' WHERE name = 'local'`,
  ],
  down: [
    'ALTER TABLE tokens DROP COLUMN last_used_at',
    'ALTER TABLE tokens DROP COLUMN expires_at',
    'ALTER TABLE tokens DROP COLUMN "user"',
    'DROP TABLE sign_in_failures',
    'DROP TABLE recovery_codes',
    'DROP TABLE spent_refresh_tokens',
    'DROP TABLE sessions',
    `CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      secret_hash TEXT NOT NULL,
      "user" TEXT NOT NULL,
      permissions TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    'DROP TABLE roles',
    'DROP TABLE users',
  ],
};
