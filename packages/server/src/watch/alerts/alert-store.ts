import type { Database } from '../../db/database.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Alert } from './alert.ts';
import { isResolvedAt } from './alert.ts';
import { deleteAlerts, loadAlerts, saveAlerts } from './alert-table.ts';
import { afterAbsence, merge } from './merge.ts';

/** Every alert that fires, and for a while those that are over. */
export interface AlertStore {
  /** Merges them with what is known. What it gives back is on the disk, and listeners have been told. */
  put(alerts: readonly Alert[]): Promise<readonly Alert[]>;
  get(fingerprint: string): Alert | undefined;
  list(): readonly Alert[];
  /** Told of each alert that was put, after it was stored. Returns the function that ends it. */
  onChange(listener: (alert: Alert) => void): () => void;
  /** Forgets those that are over, and returns them. */
  collect(): Promise<readonly Alert[]>;
}

export interface AlertStoreOptions {
  readonly db: Database;
  readonly clock: Pick<Clock, 'now'>;
  /** How long alerts that fired when the server stopped fire on without a word. */
  readonly graceMs: number;
}

export async function openAlertStore({ db, clock, graceMs }: AlertStoreOptions): Promise<AlertStore> {
  const stored = await loadAlerts(db);
  const alerts = new Map(stored.map((alert) => [alert.fingerprint, afterAbsence(alert, clock.now(), graceMs)]));
  const listeners = new Set<(alert: Alert) => void>();
  return {
    async put(told) {
      for (const alert of told) {
        alerts.set(alert.fingerprint, merge(alerts.get(alert.fingerprint), alert, clock.now()));
      }
      const changed = [...new Set(told.map(({ fingerprint }) => fingerprint))].flatMap(
        (each) => alerts.get(each) ?? [],
      );
      await saveAlerts(db, changed);
      for (const alert of changed) for (const listener of listeners) listener(alert);
      return changed;
    },
    get: (fingerprint) => alerts.get(fingerprint),
    list: () => [...alerts.values()],
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async collect() {
      const now = clock.now();
      const over = [...alerts.values()].filter((alert) => isResolvedAt(alert, now));
      for (const { fingerprint } of over) alerts.delete(fingerprint);
      await deleteAlerts(db, over);
      return over;
    },
  };
}
