import { DAY_MS, dayPieces } from './day-pieces.ts';

export type Availability = 'up' | 'down' | 'unknown';

/** What was seen of a day; the rest of it nobody looked. */
export interface DaySeen {
  readonly upMs: number;
  readonly downMs: number;
}

export interface Outage {
  readonly id: string;
  readonly beganAtMs: number;
  /** When it was first seen up again; undefined until then. */
  readonly endedAtMs: number | undefined;
  /** How long of it was seen: time in which nobody looked is not among it. */
  readonly downMs: number;
}

export interface Look {
  readonly state: Availability;
  readonly nowMs: number;
  /** Since the look before, by a clock that never jumps. */
  readonly sinceLastMs: number;
}

export interface LedgerEntries {
  readonly days: ReadonlyMap<number, DaySeen>;
  readonly outages: readonly Outage[];
}

/** A look says how it is until the next one; after a longer silence than this nobody can say how it was. */
export const LONGEST_SILENCE_MS = 15_000;
/** The wall clock may be put right a little without time being counted twice. */
const LONGEST_REPEAT_MS = 3_600_000;
const nothingSeen: DaySeen = { upMs: 0, downMs: 0 };

/**
 * The availability of one component, by UTC day. Only what was seen is counted, so time in which the control plane was
 * away, stalled or unsure is unknown without anybody having to note it.
 */
export class Ledger {
  readonly #newId: () => string;
  readonly #days: Map<number, DaySeen>;
  readonly #outages: Map<string, Outage>;
  readonly #changedDays = new Set<number>();
  readonly #changedOutages = new Set<string>();
  #state: Availability = 'unknown';
  #countedUntilMs = 0;
  #openId: string | undefined;

  constructor(stored: LedgerEntries, newId: () => string) {
    this.#newId = newId;
    this.#days = new Map(stored.days);
    this.#outages = new Map(stored.outages.map((outage) => [outage.id, outage]));
    this.#openId = stored.outages.findLast(({ endedAtMs }) => endedAtMs === undefined)?.id;
  }

  get state(): Availability {
    return this.#state;
  }

  get days(): ReadonlyMap<number, DaySeen> {
    return this.#days;
  }

  /** In the order in which they began. */
  get outages(): readonly Outage[] {
    return [...this.#outages.values()];
  }

  note({ state, nowMs, sinceLastMs }: Look): void {
    // A wall clock that was put back does not count the same time twice.
    const isRepeated = this.#countedUntilMs - nowMs < LONGEST_REPEAT_MS;
    const countedUntilMs = isRepeated ? this.#countedUntilMs : 0;
    if (sinceLastMs <= LONGEST_SILENCE_MS) this.#count(Math.max(nowMs - sinceLastMs, countedUntilMs), nowMs);
    this.#countedUntilMs = Math.max(nowMs, countedUntilMs);
    this.#state = state;
    if (state === 'down' && this.#openId === undefined) this.#begin(nowMs);
    if (state === 'up' && this.#openId !== undefined) this.#end(this.#openId, nowMs);
  }

  /** What is not stored yet. Whoever fails to store it gives it back. */
  takeChanges(): LedgerEntries {
    const days = new Map([...this.#changedDays].map((day) => [day, this.#days.get(day) ?? nothingSeen]));
    const outages = this.outages.filter(({ id }) => this.#changedOutages.has(id));
    this.#changedDays.clear();
    this.#changedOutages.clear();
    return { days, outages };
  }

  giveBack({ days, outages }: LedgerEntries): void {
    for (const day of days.keys()) this.#changedDays.add(day);
    for (const { id } of outages) this.#changedOutages.add(id);
  }

  forgetBefore(day: number): void {
    for (const each of this.#days.keys()) if (each < day) this.#days.delete(each);
    for (const { id, endedAtMs } of this.outages) {
      if (endedAtMs !== undefined && endedAtMs < day * DAY_MS) this.#outages.delete(id);
    }
  }

  #count(fromMs: number, toMs: number): void {
    if (this.#state === 'unknown') return;
    for (const { day, ms } of dayPieces(fromMs, toMs)) this.#add(day, ms);
  }

  #add(day: number, ms: number): void {
    const { upMs, downMs } = this.#days.get(day) ?? nothingSeen;
    const counted = Math.min(ms, DAY_MS - upMs - downMs);
    const isUp = this.#state === 'up';
    this.#days.set(day, { upMs: upMs + (isUp ? counted : 0), downMs: downMs + (isUp ? 0 : counted) });
    this.#changedDays.add(day);
    const outage = isUp || this.#openId === undefined ? undefined : this.#outages.get(this.#openId);
    if (outage !== undefined) this.#change({ ...outage, downMs: outage.downMs + counted });
  }

  #begin(nowMs: number): void {
    this.#openId = this.#newId();
    this.#change({ id: this.#openId, beganAtMs: nowMs, endedAtMs: undefined, downMs: 0 });
  }

  #end(id: string, nowMs: number): void {
    const outage = this.#outages.get(id);
    if (outage !== undefined) this.#change({ ...outage, endedAtMs: Math.max(nowMs, outage.beganAtMs) });
    this.#openId = undefined;
  }

  #change(outage: Outage): void {
    this.#outages.set(outage.id, outage);
    this.#changedOutages.add(outage.id);
  }
}
