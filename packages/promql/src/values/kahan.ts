/**
 * Compensated summation (Neumaier's variant of Kahan's): the rounding error of every addition is kept beside the sum, so
 * that 1e100 + 1 - 1e100 is 1. `value` is the sum with the compensation added once.
 */
export class KahanSum {
  #sum: number;
  #compensation = 0;

  constructor(start = 0) {
    this.#sum = start;
  }

  add(term: number): void {
    const sum = this.#sum + term;
    this.#compensation = compensate(this.#sum, term, sum, this.#compensation);
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#compensation;
  }
}

/** The compensation after `before + term` was rounded to `after`. */
export function compensate(before: number, term: number, after: number, compensation: number): number {
  if (after === Infinity || after === -Infinity) return 0;
  return Math.abs(before) >= Math.abs(term)
    ? compensation + (before - after + term)
    : compensation + (term - after + before);
}

/** Sum of values[from..to). */
export function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  let compensation = 0;
  for (let i = from; i < to; i++) {
    const term = values[i] as number;
    const next = sum + term;
    compensation = compensate(sum, term, next, compensation);
    sum = next;
  }
  return sum + compensation;
}
