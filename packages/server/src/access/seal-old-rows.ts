import type { Database } from '../db/database.ts';
import type { SealedColumn, Sealer } from '../db/sealed-column.ts';
import { placeOf, sealedColumns, sealedPrefix } from '../db/sealed-column.ts';
import type { Seal } from './seal.ts';

/** The seals that earlier versions had of their own, by keys that nothing rotated. */
export interface OldSeals {
  readonly secondFactors: Seal;
  readonly approvals: Seal;
}

/**
 * Second factors and changes that wait, as earlier versions stored them, are sealed by the key ring. All in one transaction:
 * after a crash it is done, or not begun. What cannot be opened stays as it is: it could not be used before either.
 */
export function sealOldAccessRows(database: Database, old: OldSeals, sealer: Sealer): Promise<void> {
  const anew = (
    seal: Seal,
    text: string | null,
    [before, column, key]: readonly [oldPlace: string, column: SealedColumn, key: string],
    told: (plain: Buffer) => string,
  ): string | undefined => {
    const plain = text === null || text.startsWith(sealedPrefix) ? undefined : seal.open(text, before);
    return plain && sealer.seal(told(plain), placeOf(column, key));
  };
  return database.transaction().execute(async (within) => {
    for (const { name, totp_secret } of await within.selectFrom('users').select(['name', 'totp_secret']).execute()) {
      const place = [`second factor of ${name}`, sealedColumns.secondFactor, name] as const;
      const sealed = anew(old.secondFactors, totp_secret, place, (plain) => plain.toString('base64'));
      if (sealed === undefined) continue;
      await within.updateTable('users').set({ totp_secret: sealed }).where('name', '=', name).execute();
    }
    for (const { id, call, result } of await within
      .selectFrom('approvals')
      .select(['id', 'call', 'result'])
      .execute()) {
      const asText = (plain: Buffer) => plain.toString();
      const places = {
        call: [`call of ${id}`, sealedColumns.approvalCall, id],
        result: [`result of ${id}`, sealedColumns.approvalResult, id],
      } as const;
      const sealed = {
        call: anew(old.approvals, call, places.call, asText) ?? call,
        result: anew(old.approvals, result, places.result, asText) ?? result,
      };
      if (sealed.call === call && sealed.result === result) continue;
      await within.updateTable('approvals').set(sealed).where('id', '=', id).execute();
    }
  });
}
