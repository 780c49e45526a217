/** Seals texts that must not stand in the database in clear. What was sealed for one place can be opened for no other. */
export interface Sealer {
  seal(text: string, place: string): string;
  /** Throws when the text was not sealed here, not for this place, or was changed since. */
  open(sealed: string, place: string): string;
}

export interface SealedColumn {
  readonly table: 'secret_versions' | 'deployments' | 'slots' | 'instances' | 'users' | 'approvals';
  /** What names a row; part of the place for which its value is sealed, so that values of two rows cannot be swapped. */
  readonly key: readonly string[];
  readonly column: string;
}

/** Every column that holds sealed texts: a rotation of keys seals each of them anew. */
export const sealedColumns = {
  secretValue: { table: 'secret_versions', key: ['name', 'version'], column: 'value' },
  deploymentEnv: { table: 'deployments', key: ['id'], column: 'env' },
  slotEnv: { table: 'slots', key: ['service', 'slot'], column: 'env' },
  instanceEnv: { table: 'instances', key: ['id'], column: 'env' },
  secondFactor: { table: 'users', key: ['name'], column: 'totp_secret' },
  approvalCall: { table: 'approvals', key: ['id'], column: 'call' },
  approvalResult: { table: 'approvals', key: ['id'], column: 'result' },
} as const satisfies Record<string, SealedColumn>;

/** What every sealed text begins with; texts without it were stored by earlier versions, and are sealed anew at start. */
export const sealedPrefix = 'sw1:';

/** Where a value stands: the associated data of its seal. */
export function placeOf({ table, column }: SealedColumn, ...key: readonly (string | number)[]): string {
  return JSON.stringify([table, column, ...key.map(String)]);
}

export type Env = Readonly<Record<string, string>>;

export function sealEnv(sealer: Sealer, env: Env, place: string): string {
  return sealer.seal(JSON.stringify(env), place);
}

/** `before`: what a row holds in clear that an earlier version of Seaworthy wrote. */
export function openEnv(sealer: Sealer, sealed: string | null, place: string, before: Env | undefined): Env {
  return sealed === null ? (before ?? {}) : (JSON.parse(sealer.open(sealed, place)) as Env);
}

/** Undefined where it cannot be opened: what it was for is then refused, as a wrong code would be. */
export function openOrNone(sealer: Pick<Sealer, 'open'>, sealed: string | null, place: string): string | undefined {
  if (sealed === null) return undefined;
  try {
    return sealer.open(sealed, place);
  } catch {
    return undefined;
  }
}
