import type { DeploymentState, Outcome, PhaseName, Slot } from '@seaworthy/api';
import type { Migration } from '../migration.ts';

export interface DeploymentRow {
  /** Sorts by the time of its making. */
  id: string;
  service: string;
  version: string;
  state: DeploymentState;
  outcome: Outcome | null;
  started_at: number;
  /** Null while it is under way. */
  ended_at: number | null;
  /** The whole record, as JSON; the columns beside it repeat what is asked for. */
  record: string;
}

/** Append-only: what was decided, stored before it was acted on. */
export interface DeploymentTransitionRow {
  deployment_id: string;
  /** 1, 2, 3 … within the deployment. */
  seq: number;
  state: DeploymentState;
  phase: PhaseName | null;
  what: string;
  at: number;
}

/** What stands in a slot, and why. An empty slot has no row. */
export interface SlotRow {
  service: string;
  slot: Slot;
  role: 'candidate' | 'live' | 'previous';
  version: string;
  deployment_id: string;
  /** What should run there and how it is probed, as JSON. */
  contents: string;
  /** When the previous release is stopped; null for the others. */
  kept_until: number | null;
}

export interface RolloutTables {
  deployments: DeploymentRow;
  deployment_transitions: DeploymentTransitionRow;
  slots: SlotRow;
}

export const rollout: Migration = {
  number: 2,
  name: 'rollout',
  up: [
    `CREATE TABLE deployments (
      id TEXT PRIMARY KEY,
      service TEXT NOT NULL,
      version TEXT NOT NULL,
      state TEXT NOT NULL,
      outcome TEXT,
      started_at BIGINT NOT NULL,
      ended_at BIGINT,
      record TEXT NOT NULL
    )`,
    'CREATE INDEX deployments_by_service ON deployments (service, id)',
    `CREATE TABLE deployment_transitions (
      deployment_id TEXT NOT NULL REFERENCES deployments (id),
      seq INTEGER NOT NULL,
      state TEXT NOT NULL,
      phase TEXT,
      what TEXT NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (deployment_id, seq)
    )`,
    `CREATE TABLE slots (
      service TEXT NOT NULL,
      slot TEXT NOT NULL CHECK (slot IN ('blue', 'green')),
      role TEXT NOT NULL CHECK (role IN ('candidate', 'live', 'previous')),
      version TEXT NOT NULL,
      deployment_id TEXT NOT NULL,
      contents TEXT NOT NULL,
      kept_until BIGINT,
      PRIMARY KEY (service, slot)
    )`,
  ],
  down: ['DROP TABLE slots', 'DROP TABLE deployment_transitions', 'DROP TABLE deployments'],
};
