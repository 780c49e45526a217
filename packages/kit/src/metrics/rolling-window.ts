export interface RollingValue {
  readonly average: number;
  readonly max: number;
  readonly count: number;
}

interface Slot {
  /** Which stretch of time it holds; older ones are written over. */
  turn: number;
  sum: number;
  count: number;
  max: number;
}

const slotCount = 60;

/** A ring of slots, each a sixtieth of the window; the oldest leaves as a whole. */
export class RollingWindow {
  readonly #slotMs: number;
  readonly #slots: Slot[] = Array.from({ length: slotCount }, () => ({
    turn: Number.NEGATIVE_INFINITY,
    sum: 0,
    count: 0,
    max: Number.NEGATIVE_INFINITY,
  }));

  constructor(windowMs: number) {
    this.#slotMs = windowMs / slotCount;
  }

  add(value: number, nowMs: number): void {
    const turn = Math.floor(nowMs / this.#slotMs);
    const slot = this.#slots[((turn % slotCount) + slotCount) % slotCount];
    if (slot === undefined) return;
    if (slot.turn !== turn) Object.assign(slot, { turn, sum: 0, count: 0, max: Number.NEGATIVE_INFINITY });
    slot.sum += value;
    slot.count += 1;
    if (value > slot.max) slot.max = value;
  }

  read(nowMs: number): RollingValue | undefined {
    const oldest = Math.floor(nowMs / this.#slotMs) - slotCount;
    const within = this.#slots.filter(({ turn }) => turn > oldest);
    const count = within.reduce((sum, slot) => sum + slot.count, 0);
    if (count === 0) return undefined;
    const sum = within.reduce((total, slot) => total + slot.sum, 0);
    return { average: sum / count, max: Math.max(...within.map(({ max }) => max)), count };
  }
}
