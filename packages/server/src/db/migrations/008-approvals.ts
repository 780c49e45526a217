import type { Migration } from '../migration.ts';

export interface ApprovalRow {
  id: string;
  act: string;
  /** Name of the route in the API's table. */
  route: string;
  summary: string;
  /** JSON, for people: without secrets. */
  asked: string;
  /** The call's input, sealed; null when it is over. */
  call: string | null;
  /** By which the same call is known again; null for calls that hold a secret. */
  call_hash: string | null;
  asked_by: string;
  via: string;
  credential_id: string;
  needed: number;
  state: string;
  created_at: number;
  expires_at: number;
  ended_at: number | null;
  /** What the call answered, sealed; null when there is none to tell. */
  result: string | null;
  /** JSON {code, message}. */
  error: string | null;
}

export interface ApprovalVoteRow {
  approval_id: string;
  voter: string;
  verdict: string;
  reason: string | null;
  at: number;
}

export interface ApprovalTables {
  approvals: ApprovalRow;
  approval_votes: ApprovalVoteRow;
}

export const approvals: Migration = {
  number: 8,
  name: 'approvals',
  up: [
    `CREATE TABLE approvals (
      id TEXT PRIMARY KEY,
      act TEXT NOT NULL,
      route TEXT NOT NULL,
      summary TEXT NOT NULL,
      asked TEXT NOT NULL,
      call TEXT,
      call_hash TEXT,
      asked_by TEXT NOT NULL,
      via TEXT NOT NULL,
      credential_id TEXT NOT NULL,
      needed INTEGER NOT NULL,
      state TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      ended_at BIGINT,
      result TEXT,
      error TEXT
    )`,
    'CREATE INDEX approvals_by_state ON approvals (state)',
    `CREATE TABLE approval_votes (
      approval_id TEXT NOT NULL REFERENCES approvals (id) ON DELETE CASCADE,
      voter TEXT NOT NULL,
      verdict TEXT NOT NULL,
      reason TEXT,
      at BIGINT NOT NULL,
      PRIMARY KEY (approval_id, voter)
    )`,
  ],
  down: ['DROP TABLE approval_votes', 'DROP TABLE approvals'],
};
