import type { InstanceState, Slot } from '@seaworthy/api';
import type { Generated } from 'kysely';
import type { Migration } from '../migration.ts';

export interface ReleaseRow {
  version: string;
  digest: string;
  size_bytes: number;
  files: number;
  created_at: number;
}

export interface InstanceRow {
  id: string;
  service: string;
  slot: Slot;
  /** Place within the slot, from 1. */
  ordinal: number;
  version: string;
  /** InstanceSpec without what has its own column, as JSON. */
  spec: string;
  host: string;
  port: number;
  wanted: 'running' | 'stopped';
  state: InstanceState;
  pid: number | null;
  start_time: string | null;
  started_at: number | null;
  restarts: number;
  /** InstanceExit with its time, as JSON. */
  last_exit: string | null;
}

export interface LeaseRow {
  name: string;
  owner: string;
  owner_pid: number;
  owner_start_time: string;
  /** Grows by one with each owner; never reused. */
  token: number;
  acquired_at: number;
  expires_at: number;
}

export interface ReleaseAndInstanceTables {
  releases: ReleaseRow;
  instances: Omit<InstanceRow, 'restarts'> & { restarts: Generated<number> };
  leases: LeaseRow;
}

export const releasesAndInstances: Migration = {
  number: 1,
  name: 'releases-and-instances',
  up: [
    `CREATE TABLE releases (
      version TEXT PRIMARY KEY,
      digest TEXT NOT NULL,
      size_bytes BIGINT NOT NULL,
      files BIGINT NOT NULL,
      created_at BIGINT NOT NULL
    )`,
    `CREATE TABLE instances (
      id TEXT PRIMARY KEY,
      service TEXT NOT NULL,
      slot TEXT NOT NULL CHECK (slot IN ('blue', 'green')),
      ordinal INTEGER NOT NULL,
      version TEXT NOT NULL,
      spec TEXT NOT NULL,
      host TEXT NOT NULL,
      port INTEGER NOT NULL,
      wanted TEXT NOT NULL CHECK (wanted IN ('running', 'stopped')),
      state TEXT NOT NULL,
      pid INTEGER,
      start_time TEXT,
      started_at BIGINT,
      restarts INTEGER NOT NULL DEFAULT 0,
      last_exit TEXT
    )`,
    'CREATE INDEX instances_by_slot ON instances (service, slot, ordinal)',
    `CREATE TABLE leases (
      name TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      owner_pid INTEGER NOT NULL,
      owner_start_time TEXT NOT NULL,
      token BIGINT NOT NULL,
      acquired_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
  ],
  down: ['DROP TABLE leases', 'DROP TABLE instances', 'DROP TABLE releases'],
};
