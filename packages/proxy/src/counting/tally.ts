import type { Slot } from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';
import type { Side } from './side.ts';
import { addSide, forgetInFlight, newSide } from './side.ts';

/** Targets that are no longer routed to keep their counters until this many others have left after them. */
const RETIRED_TARGETS_KEPT = 64;

/** All counters of a worker, or of several added up. `own` counts what the proxy answered by itself. */
export class Tally {
  readonly own = newSide();
  readonly slots: Record<Slot, Side> = { blue: newSide(), green: newSide() };
  readonly targets = new Map<string, Side>();
  shed = 0;
  refused = 0;

  target(id: string): Side {
    const known = this.targets.get(id);
    if (known) return known;
    const side = newSide();
    this.targets.set(id, side);
    return side;
  }

  /** Drops the oldest of the targets that are not in `routed`, beyond the number kept. */
  forgetRetired(routed: ReadonlySet<string>): void {
    const retired = [...this.targets.keys()].filter((id) => !routed.has(id));
    for (const id of retired.slice(0, Math.max(0, retired.length - RETIRED_TARGETS_KEPT))) this.targets.delete(id);
  }

  write(): WrittenTally {
    const slots = { blue: Array.from(this.slots.blue), green: Array.from(this.slots.green) };
    const targets = [...this.targets].map(([id, side]): [string, number[]] => [id, Array.from(side)]);
    return { own: Array.from(this.own), slots, targets, shed: this.shed, refused: this.refused };
  }

  add(written: WrittenTally): void {
    addSide(this.own, written.own);
    for (const slot of SLOTS) addSide(this.slots[slot], written.slots[slot]);
    for (const [id, side] of written.targets) addSide(this.target(id), side);
    this.shed += written.shed;
    this.refused += written.refused;
  }

  forgetInFlight(): void {
    for (const side of [this.own, ...Object.values(this.slots), ...this.targets.values()]) forgetInFlight(side);
  }
}

/** A tally as it travels from a worker to the primary. */
export interface WrittenTally {
  readonly own: readonly number[];
  readonly slots: Readonly<Record<Slot, readonly number[]>>;
  readonly targets: readonly (readonly [string, readonly number[]])[];
  readonly shed: number;
  readonly refused: number;
}
