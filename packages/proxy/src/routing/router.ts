import type { Slot } from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';
import type { Tally } from '../counting/tally.ts';
import { byWeight } from './balance.ts';
import type { Routes } from './routes.ts';
import { RoutedSlot } from './slot.ts';
import type { Target } from './target.ts';

/** Chooses the target of each request: first the slot by the split, then a target inside it by the balance. */
export class Router {
  readonly slots: Readonly<Record<Slot, RoutedSlot>>;
  readonly #all: readonly RoutedSlot[];
  readonly #tally: Tally;
  #routes: Routes | undefined;
  /** Slots with a share of the traffic and a target that is up. */
  #serving: readonly RoutedSlot[] = [];

  constructor(tally: Tally) {
    this.#tally = tally;
    this.slots = { blue: new RoutedSlot('blue', tally), green: new RoutedSlot('green', tally) };
    this.#all = SLOTS.map((name) => this.slots[name]);
  }

  /** Every request chosen after this sees the new routes; none sees half of them. */
  apply(routes: Routes): void {
    this.#routes = routes;
    for (const slot of this.#all) slot.apply(routes.slots[slot.name], routes.split[slot.name]);
    this.#serving = this.#all.filter((slot) => slot.weight > 0 && slot.serving.length > 0);
    this.#tally.forgetRetired(new Set(this.targets().map((target) => target.id)));
  }

  choose(tried: readonly Target[]): Target | undefined {
    if (!this.#routes) return undefined;
    const slots = tried.length === 0 ? this.#serving : this.#serving.filter((slot) => slot.untried(tried).length > 0);
    const slot = slots.length < 2 ? slots[0] : byWeight(slots);
    return slot?.choose(this.#routes.balance, tried);
  }

  /** Whether a target may soon serve: then waiting is better than failing. */
  mayBecomeReady(patienceMs: number): boolean {
    return !this.#routes || this.#all.some((slot) => slot.weight > 0 && slot.mayBecomeReady(patienceMs));
  }

  targets(): Target[] {
    return this.#all.flatMap((slot) => slot.targets);
  }
}
