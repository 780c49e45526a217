import type { Labels } from '../../labels/labels.ts';
import { OpenPage } from '../chunks/open-page.ts';

const SLOTS = 1024;

/** Slots of 1,024 series: the chunk that each writes to, and the newest sample that was accepted for it. */
export class SlotPage {
  readonly open = new OpenPage(SLOTS);
  /** The accepted sample may still wait for its commit. */
  readonly acceptedMs = new Float64Array(SLOTS).fill(-Infinity);
  readonly acceptedHigh = new Uint32Array(SLOTS);
  readonly acceptedLow = new Uint32Array(SLOTS);
  /** End of the time range that the open chunk belongs to. */
  readonly rangeEndMs = new Float64Array(SLOTS);
}

/** A series in memory. */
export class HeadSeries {
  /** References to finished chunks, ascending in time. */
  closed: number[] = [];
  /** Place among all series in the order of labels; kept by the head. */
  rank = -1;
  /** The log's segment that has this series' labels. */
  segment = -1;
  /** The series that was asked for after this one: most likely it will be again. */
  next: HeadSeries | undefined;
  /** False when the head has let it go, and its slot belongs to another. */
  isKept = true;

  constructor(
    readonly id: number,
    readonly labels: Labels,
    readonly page: SlotPage,
    readonly slot: number,
  ) {}

  /** Whether a sample was ever committed that is still here. */
  get isEmpty(): boolean {
    return this.closed.length === 0 && this.page.open.count(this.slot) === 0;
  }
}

export class Slots {
  readonly #pages: SlotPage[] = [];
  readonly #free: { page: SlotPage; slot: number }[] = [];
  #next = SLOTS;

  take(): { page: SlotPage; slot: number } {
    const freed = this.#free.pop();
    if (freed) return freed;
    if (this.#next === SLOTS) {
      this.#pages.push(new SlotPage());
      this.#next = 0;
    }
    return { page: this.#pages[this.#pages.length - 1] as SlotPage, slot: this.#next++ };
  }

  give({ page, slot }: HeadSeries): void {
    page.open.clear(slot);
    page.acceptedMs[slot] = -Infinity;
    this.#free.push({ page, slot });
  }
}
