/** So many series that are sent as deltas are summed up at a time. */
export const MOST_DELTA_SERIES = 10_000;
/** A series that was silent so long begins anew, as a counter does that was restarted. */
const FORGOTTEN_AFTER_MS = 3_600_000;

interface Total {
  lastUnixNano: bigint;
  seenMs: number;
  readonly values: Float64Array;
}

export type DeltaOutcome = Float64Array | 'out_of_order' | 'too_many';

/**
 * Deltas summed up to what a counter would say. In memory only: after a restart it begins at 0 again, which Prometheus'
 * functions take for the reset that it is. The map is in the order of last use.
 */
export class DeltaTotals {
  readonly #totals = new Map<string, Total>();

  constructor(readonly most = MOST_DELTA_SERIES) {}

  get size(): number {
    return this.#totals.size;
  }

  /** Adds to the series what happened up to a time; the same time again is a repetition and would count twice. */
  add(key: string, timeUnixNano: bigint, deltas: readonly number[], nowMs: number): DeltaOutcome {
    const known = this.#totals.get(key);
    if (known !== undefined && timeUnixNano <= known.lastUnixNano) return 'out_of_order';
    if (known === undefined && !this.#hasRoom(nowMs)) return 'too_many';
    const total = known ?? { lastUnixNano: 0n, seenMs: 0, values: new Float64Array(deltas.length) };
    total.lastUnixNano = timeUnixNano;
    total.seenMs = nowMs;
    for (let index = 0; index < deltas.length; index++) {
      total.values[index] = (total.values[index] ?? 0) + (deltas[index] ?? 0);
    }
    this.#totals.delete(key);
    this.#totals.set(key, total);
    return total.values;
  }

  #hasRoom(nowMs: number): boolean {
    for (const [key, { seenMs }] of this.#totals) {
      if (nowMs - seenMs < FORGOTTEN_AFTER_MS) break;
      this.#totals.delete(key);
    }
    return this.#totals.size < this.most;
  }
}
