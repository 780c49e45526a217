import type { NewAuditEntry } from '@seaworthy/kit/audit';

/** More than an hour of what a control plane does by itself; bounded, since nobody knows how long a disk stays full. */
export const mostHeld = 1000;

/** Entries of what was done while the trail could not be written, in order. What is too much is counted. */
export class HeldEntries {
  #entries: NewAuditEntry[] = [];
  #lost = 0;

  get count(): number {
    return this.#entries.length;
  }

  get lost(): number {
    return this.#lost;
  }

  /** The entry will carry the time of its writing as its own, so the time of the act goes along. */
  add(entry: NewAuditEntry, nowMs: number): void {
    if (this.#entries.length >= mostHeld) this.#lost += 1;
    else this.#entries.push({ ...entry, data: { ...asObject(entry.data), happenedAt: new Date(nowMs).toISOString() } });
  }

  /** Hands all over; whatever could not be written is put back in front. */
  take(): { readonly entries: readonly NewAuditEntry[]; readonly lost: number } {
    const taken = { entries: this.#entries, lost: this.#lost };
    [this.#entries, this.#lost] = [[], 0];
    return taken;
  }

  putBack(entries: readonly NewAuditEntry[], lost: number): void {
    this.#entries = [...entries, ...this.#entries].slice(0, mostHeld);
    this.#lost += lost;
  }
}

function asObject(data: unknown): object {
  if (typeof data === 'object' && data !== null) return data;
  return data === undefined ? {} : { data };
}
