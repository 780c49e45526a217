import type { Slot } from '@seaworthy/api';
import type { Database } from '../../db/database.ts';
import type { SlotRow } from '../../db/migrations/002-rollout.ts';
import type { Env, Sealer } from '../../db/sealed-column.ts';
import { openEnv, placeOf, sealEnv, sealedColumns } from '../../db/sealed-column.ts';
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

export function createSlotStore(db: Database, service: string, sealer: Sealer): SlotStore {
  const list = async (within = db) =>
    (await within.selectFrom('slots').selectAll().where('service', '=', service).orderBy('slot').execute()).map((row) =>
      parse(row, sealer),
    );
  return {
    list,
    get: async (slot, within) => (await list(within)).find((occupied) => occupied.slot === slot),
    async put(occupied, within = db) {
      const row = toRow(service, occupied, sealer);
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

type Row = SlotRow & { env: string | null };
/** Rows of earlier versions hold the environment too. */
type StoredWanted = Omit<WantedInstances, 'env'> & { readonly env?: Env };

function toRow(service: string, occupied: OccupiedSlot, sealer: Sealer): Row {
  const { slot, role, version, deploymentId, keptUntil } = occupied;
  const { wanted, probePath } = occupied.contents;
  const { env: clear, ...rest } = wanted;
  const contents = JSON.stringify({ wanted: rest satisfies StoredWanted, probePath });
  const env = sealEnv(sealer, clear, placeOf(sealedColumns.slotEnv, service, slot));
  const stored = { contents, env, kept_until: keptUntil };
  return { service, slot, role, version, deployment_id: deploymentId, ...stored };
}

function parse(row: Row, sealer: Sealer): OccupiedSlot {
  const { wanted, probePath } = JSON.parse(row.contents) as { wanted: StoredWanted; probePath: string | null };
  const env = openEnv(sealer, row.env, placeOf(sealedColumns.slotEnv, row.service, row.slot), wanted.env);
  return {
    slot: row.slot,
    role: row.role,
    version: row.version,
    deploymentId: row.deployment_id,
    contents: { wanted: { ...wanted, env }, probePath },
    keptUntil: row.kept_until,
  };
}
