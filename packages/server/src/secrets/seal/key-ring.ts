import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { Sealer } from '../../db/sealed-column.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RandomBytes, SealKey } from './envelope.ts';
import { damaged, keyBytes, keyIdOf, openText, sealText } from './envelope.ts';
import type { Derivation } from './master-key.ts';
import type { FoundMaster, MasterKeySource } from './master-key-source.ts';
import { resealAll } from './reseal.ts';

export interface Rotation {
  readonly masterKeyId: string;
  /** A key from the environment stays: who gave it has to give another. */
  readonly isMasterNew: boolean;
  readonly resealed: number;
}

/** The moments of a rotation between which a kill may fall; tests kill it at each. */
export type RotationStep = 'master_written' | 'resealed' | 'committed' | 'settled';

/** The keys of one installation: data keys that seal, themselves sealed by the master key. */
export interface KeyRing extends Sealer {
  readonly kind: MasterKeySource['kind'];
  status(): Promise<{ readonly masterKeyId: string; readonly rotatedAt: number }>;
  /** New keys, and everything sealed anew by them, in one transaction: after a crash it is done or it is not begun. */
  rotate(): Promise<Rotation>;
}

export interface KeyRingOptions {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  readonly source: MasterKeySource;
  readonly random: RandomBytes;
  /** Another master key took the place of the one before, at start. */
  readonly onMasterChange?: (ids: { readonly from: string; readonly to: string }) => void;
  readonly at?: (step: RotationStep) => void;
}

/** Opens the data keys by the master key; makes both at the first start. Throws SealError. */
export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const ring = new OpenKeyRing(options);
  await ring.load();
  return ring;
}

class OpenKeyRing implements KeyRing {
  readonly #options: KeyRingOptions;
  readonly #keys = new Map<string, SealKey>();
  #current: SealKey | undefined;

  constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /** Once, before anything is sealed or opened. */
  async load(): Promise<void> {
    const { source, db } = this.#options;
    const row = await this.#row().executeTakeFirst();
    if (row === undefined) return this.#begin();
    const derivation = row.derivation === null ? undefined : (JSON.parse(row.derivation) as Derivation);
    const found = await source.find({ id: row.master_key_id, derivation });
    for (const { id, sealed } of await db.selectFrom('data_keys').selectAll().execute()) {
      this.#keys.set(id, { id, bytes: Buffer.from(openText(found.key, sealed, dataKeyPlace(id)), 'base64') });
    }
    this.#current = this.#keys.get(row.data_key_id);
    if (found.isPrevious) await this.#takeOver(found.key.id);
    else await source.settle(found.key.id);
    await this.#dropRetired();
  }

  get kind() {
    return this.#options.source.kind;
  }

  seal(text: string, place: string): string {
    return sealText(this.#sealing(), text, place, this.#options.random);
  }

  open(sealed: string, place: string): string {
    return openText(this.#keyOf(sealed, place), sealed, place);
  }

  async status() {
    const { master_key_id, rotated_at } = await this.#row().executeTakeFirstOrThrow();
    return { masterKeyId: master_key_id, rotatedAt: rotated_at };
  }

  async rotate(): Promise<Rotation> {
    const { source, db, at = () => undefined } = this.#options;
    const before = await this.status();
    const master = await source.next();
    at('master_written');
    const fresh = this.#newDataKey();
    const retired = [...this.#keys.values()];
    let resealed = 0;
    await db.transaction().execute(async (transaction) => {
      // Whoever sealed a text a moment ago may store it a moment later: until the next start the old keys can open it.
      await this.#storeKeys(transaction, master, [...retired, fresh], fresh);
      resealed = await this.#reseal(transaction, fresh);
      at('resealed');
    });
    at('committed');
    this.#keys.set(fresh.id, fresh);
    this.#current = fresh;
    await source.settle(master.key.id);
    at('settled');
    resealed += await db.transaction().execute((transaction) => this.#reseal(transaction, fresh));
    await this.#forgetPages();
    return { masterKeyId: master.key.id, isMasterNew: master.key.id !== before.masterKeyId, resealed };
  }

  /** The first start of all. */
  async #begin(): Promise<void> {
    const { source, db } = this.#options;
    const [master, fresh] = [await source.next(), this.#newDataKey()];
    await db.transaction().execute((transaction) => this.#storeKeys(transaction, master, [fresh], fresh));
    this.#keys.set(fresh.id, fresh);
    this.#current = fresh;
    await source.settle(master.key.id);
  }

  /** The configured master key takes the place of the one that was found: only the data keys have to be sealed anew. */
  async #takeOver(from: string): Promise<void> {
    const { source, db, onMasterChange } = this.#options;
    const master = await source.next();
    const sealing = this.#sealing();
    await db
      .transaction()
      .execute((transaction) => this.#storeKeys(transaction, master, [...this.#keys.values()], sealing));
    await source.settle(master.key.id);
    await this.#forgetPages();
    onMasterChange?.({ from, to: master.key.id });
  }

  /** What a rotation left: texts that were stored right after it, and then the keys that sealed them. */
  async #dropRetired(): Promise<void> {
    const sealing = this.#sealing();
    const retired = [...this.#keys.keys()].filter((id) => id !== sealing.id);
    if (retired.length === 0) return;
    await this.#options.db.transaction().execute(async (transaction) => {
      await this.#reseal(transaction, sealing);
      await transaction.deleteFrom('data_keys').where('id', 'in', retired).execute();
    });
    for (const id of retired) this.#keys.delete(id);
    await this.#forgetPages();
  }

  #reseal(db: Database, by: SealKey): Promise<number> {
    return resealAll(db, {
      isDone: (sealed, place) => keyIdOf(sealed, place) === by.id,
      from: this,
      to: { seal: (text, place) => sealText(by, text, place, this.#options.random) },
    });
  }

  async #storeKeys(
    db: Database,
    { key: master, derivation }: FoundMaster,
    keys: readonly SealKey[],
    sealing: SealKey,
  ): Promise<void> {
    const { clock, random } = this.#options;
    for (const { id, bytes } of keys) {
      const sealed = sealText(master, bytes.toString('base64'), dataKeyPlace(id), random);
      const insert = db.insertInto('data_keys').values({ id, sealed, created_at: clock.now() });
      await insert.onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed })).execute();
    }
    const row = {
      master_key_id: master.id,
      derivation: derivation === undefined ? null : JSON.stringify(derivation),
      data_key_id: sealing.id,
      rotated_at: clock.now(),
    };
    const insert = db.insertInto('key_ring').values({ id: 1, ...row });
    await insert.onConflict((conflict) => conflict.column('id').doUpdateSet(row)).execute();
  }

  /** What the log of SQLite still holds of the old texts is written over with it. */
  async #forgetPages(): Promise<void> {
    await sql`pragma wal_checkpoint(truncate)`.execute(this.#options.db);
  }

  #row() {
    return this.#options.db.selectFrom('key_ring').selectAll().where('id', '=', 1);
  }

  #newDataKey(): SealKey {
    const { random } = this.#options;
    return { id: random(8).toString('hex'), bytes: random(keyBytes) };
  }

  #sealing(): SealKey {
    if (this.#current === undefined) throw damaged('the key ring');
    return this.#current;
  }

  #keyOf(sealed: string, place: string): SealKey {
    const key = this.#keys.get(keyIdOf(sealed, place));
    if (key === undefined) throw damaged(place);
    return key;
  }
}

function dataKeyPlace(id: string): string {
  return JSON.stringify(['data_keys', 'sealed', id]);
}
