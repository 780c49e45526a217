/** What a press of a source that has just pressed gets: the answer of the first one. */
export interface Debounced<T> {
  readonly answer: Promise<T>;
  readonly isRepeat: boolean;
}

interface Recent<T> {
  readonly answer: Promise<T>;
  readonly untilMs: number;
}

/** Sources remembered at once; beyond it the oldest is forgotten, so that made-up names cannot fill the memory. */
const MAX_SOURCES = 10_000;

/**
 * A button bounces and visitors are impatient: within the window all presses of one source are one visit. A press that
 * failed is not remembered: the next one is a new attempt. A window of 0 turns it off.
 */
export class Debouncer<T> {
  readonly #windowMs: number;
  readonly #monotonicMs: () => number;
  readonly #recent = new Map<string, Recent<T>>();

  constructor(windowMs: number, monotonicMs: () => number) {
    this.#windowMs = windowMs;
    this.#monotonicMs = monotonicMs;
  }

  /** Whether a press of this source would be answered with an earlier one. */
  covers(source: string): boolean {
    const recent = this.#recent.get(source);
    return recent !== undefined && this.#monotonicMs() < recent.untilMs;
  }

  press(source: string, ring: () => Promise<T>): Debounced<T> {
    if (this.#windowMs === 0) return { answer: ring(), isRepeat: false };
    const recent = this.#recent.get(source);
    if (recent && this.covers(source)) return { answer: recent.answer, isRepeat: true };
    const answer = ring();
    this.#remember(source, answer);
    return { answer, isRepeat: false };
  }

  #remember(source: string, answer: Promise<T>): void {
    const mine = { answer, untilMs: this.#monotonicMs() + this.#windowMs };
    this.#recent.delete(source);
    this.#recent.set(source, mine);
    this.#forgetOld();
    answer.catch(() => {
      if (this.#recent.get(source) === mine) this.#recent.delete(source);
    });
  }

  #forgetOld(): void {
    for (const [source, { untilMs }] of this.#recent) {
      if (untilMs > this.#monotonicMs() && this.#recent.size <= MAX_SOURCES) return;
      this.#recent.delete(source);
    }
  }
}
