import type { Slot } from '@seaworthy/api';
import type { Database } from '../../db/database.ts';
import type { SlotRow } from '../../db/migrations/002-rollout.ts';
import type { WantedInstances } from '../runtime/supervisor.ts';

/** What stands in a slot, and why. */
export interface OccupiedSlot {
  readonly slot: Slot;
  readonly role: SlotRow['role'];
  readonly version: string;
  readonly deploymentId: string;
  readonly contents: SlotContents;
  /** When the previous release is stopped, milliseconds since 1970; null for the others. */
  readonly keptUntil: number | null;
}

export interface SlotContents {
  readonly wanted: WantedInstances;
  /** What the data plane asks its targets; null until the release was seen to be healthy. */
  readonly probePath: string | null;
}

/** Takes part in the transaction that is handed in, if one is. */
export interface SlotStore {
  list(within?: Database): Promise<readonly OccupiedSlot[]>;
  get(slot: Slot, within?: Database): Promise<OccupiedSlot | undefined>;
  put(occupied: OccupiedSlot, within?: Database): Promise<void>;
  /** An empty slot stays empty. */
  remove(slot: Slot, within?: Database): Promise<void>;
}

export function createSlotStore(db: Database, service: string): SlotStore {
  const list = async (within = db) =>
    (await within.selectFrom('slots').selectAll().where('service', '=', service).orderBy('slot').execute()).map(parse);
  return {
    list,
    get: async (slot, within) => (await list(within)).find((occupied) => occupied.slot === slot),
    async put(occupied, within = db) {
      const row = toRow(service, occupied);
      const conflicting = ['service', 'slot'] as const;
      const insert = within.insertInto('slots').values(row);
      await insert.onConflict((conflict) => conflict.columns([...conflicting]).doUpdateSet(row)).execute();
    },
    async remove(slot, within = db) {
      await within.deleteFrom('slots').where('service', '=', service).where('slot', '=', slot).execute();
    },
  };
}

export function liveOf(slots: readonly OccupiedSlot[]): OccupiedSlot | undefined {
  return slots.find(({ role }) => role === 'live');
}

export function previousOf(slots: readonly OccupiedSlot[]): OccupiedSlot | undefined {
  return slots.find(({ role }) => role === 'previous');
}

function toRow(service: string, { slot, role, version, deploymentId, contents, keptUntil }: OccupiedSlot): SlotRow {
  const stored = { contents: JSON.stringify(contents), kept_until: keptUntil };
  return { service, slot, role, version, deployment_id: deploymentId, ...stored };
}

function parse(row: SlotRow): OccupiedSlot {
  return {
    slot: row.slot,
    role: row.role,
    version: row.version,
    deploymentId: row.deployment_id,
    contents: JSON.parse(row.contents) as SlotContents,
    keptUntil: row.kept_until,
  };
}
