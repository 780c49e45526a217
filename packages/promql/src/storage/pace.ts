import type { Turns } from '../values/turns.ts';
import { nextTurn } from '../values/turns.ts';

/** Decoded in some five milliseconds. */
const TURN_SAMPLES = 100_000;

/** The turns of one reader, counted in samples that it decodes. */
export class Pace implements Turns {
  readonly #signal: AbortSignal | undefined;
  #samples = 0;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  get isOver(): boolean {
    return this.#samples >= TURN_SAMPLES;
  }

  count(samples: number): void {
    this.#samples += samples;
  }

  /** Rejects with the signal's reason once it aborts. */
  async breathe(): Promise<void> {
    if (!this.isOver) return;
    this.#samples = 0;
    await nextTurn();
    this.#signal?.throwIfAborted();
  }
}
