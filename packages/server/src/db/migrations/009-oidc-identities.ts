import type { Migration } from '../migration.ts';

export interface OidcIdentityRow {
  issuer: string;
  subject: string;
  user: string;
  /** 1: made for this identity, and its roles follow what the provider says; 0: an account that was there before. */
  managed: number;
  linked_at: number;
}

export interface OidcIdentityTables {
  oidc_identities: OidcIdentityRow;
}

export const oidcIdentities: Migration = {
  number: 9,
  name: 'oidc identities',
  up: [
    `CREATE TABLE oidc_identities (
      issuer TEXT NOT NULL,
      subject TEXT NOT NULL,
      "user" TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
      managed INTEGER NOT NULL,
      linked_at BIGINT NOT NULL,
      PRIMARY KEY (issuer, subject)
    )`,
  ],
  down: ['DROP TABLE oidc_identities'],
};
