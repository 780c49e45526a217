import type { Clock } from '../../platform/clock.ts';
import { inSlices } from './slices.ts';
import type { LimitedSpan } from './span-limits.ts';

/** Spans that came and were not looked at yet. They are handed on in slices, in the order in which they came. */
export class Intake {
  readonly #clock: Clock;
  readonly #take: (limited: LimitedSpan) => void;
  #waiting: LimitedSpan[] = [];
  #bytes = 0;
  #pumping: Promise<void> | undefined;

  constructor(clock: Clock, take: (limited: LimitedSpan) => void) {
    this.#clock = clock;
    this.#take = take;
  }

  get bytes(): number {
    return this.#bytes;
  }

  put(spans: readonly LimitedSpan[]): void {
    for (const limited of spans) {
      this.#waiting.push(limited);
      this.#bytes += limited.size;
    }
    if (spans.length > 0) this.#pumping ??= this.#pump();
  }

  /** Resolves when nothing waits; never, while spans flood in. */
  async drained(): Promise<void> {
    await this.#pumping;
  }

  async #pump(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      let place = 0;
      await inSlices(this.#clock, () => {
        const limited = batch[place++];
        if (limited === undefined) return false;
        this.#bytes -= limited.size;
        this.#take(limited);
        return true;
      });
    }
    this.#pumping = undefined;
  }
}
