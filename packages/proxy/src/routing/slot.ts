import type { Balance, Slot } from '../control/contract.ts';
import type { Side } from '../counting/side.ts';
import type { Tally } from '../counting/tally.ts';
import { choose } from './balance.ts';
import type { RoutedTarget } from './routes.ts';
import type { TargetSlot } from './target.ts';
import { Target } from './target.ts';

/** One of the two slots as one worker sees it. */
export class RoutedSlot implements TargetSlot {
  readonly name: Slot;
  readonly side: Side;
  weight = 0;
  standing = 0;
  inFlight = 0;
  targets: Target[] = [];
  /** The targets that are up. */
  serving: Target[] = [];
  onIdle: (() => void) | undefined;
  #turn = 0;
  readonly #tally: Tally;
  /** When the last target that was up went down. */
  #lostAtMs = Number.NEGATIVE_INFINITY;

  constructor(name: Slot, tally: Tally) {
    this.name = name;
    this.side = tally.slots[name];
    this.#tally = tally;
  }

  /** Targets that stay keep their connections; those that leave close the idle ones now and the others when they are done. */
  apply(routed: readonly RoutedTarget[], weight: number): void {
    this.weight = weight;
    const known = new Map(this.targets.map((target) => [target.id, target]));
    this.targets = routed.map((target) => this.#keep(known, target));
    for (const gone of known.values()) retire(gone);
    const serving = this.targets.filter((target) => target.health === 'up');
    if (this.serving.length > 0 && serving.length === 0) this.#lostAtMs = performance.now();
    this.serving = serving;
  }

  #keep(known: Map<string, Target>, routed: RoutedTarget): Target {
    const target = known.get(routed.id);
    if (!target || target.host !== routed.host || target.port !== routed.port) {
      return new Target(routed, this, this.#tally.target(routed.id));
    }
    known.delete(routed.id);
    target.weight = routed.weight;
    target.health = routed.health;
    return target;
  }

  choose(balance: Balance, tried: readonly Target[]): Target | undefined {
    // A repetition is not a turn of its own: otherwise, of two targets, a dead one would get every turn and not every second.
    return tried.length === 0
      ? choose(balance, this.serving, this.#turn++)
      : choose(balance, this.untried(tried), this.#turn);
  }

  untried(tried: readonly Target[]): Target[] {
    return this.serving.filter((target) => !tried.includes(target));
  }

  /** A target is new, or all went down less than `patienceMs` ago: an instance that died is soon started again. */
  mayBecomeReady(patienceMs: number): boolean {
    if (this.targets.some((target) => target.health === 'unknown')) return true;
    return this.targets.length > 0 && performance.now() - this.#lostAtMs < patienceMs;
  }
}

function retire(target: Target): void {
  target.isRemoved = true;
  target.closeIdle();
}
