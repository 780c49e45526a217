import type { OutgoingSample } from './write-request.ts';

/** Samples that wait, at most so many: when more come, the oldest go. Taking and adding cost the same at any length. */
export class SampleQueue {
  #ring: (OutgoingSample | undefined)[];
  #first = 0;
  #size = 0;
  /** Lost because there was no room. */
  dropped = 0;

  constructor(readonly limit: number) {
    this.#ring = new Array(limit);
  }

  get size(): number {
    return this.#size;
  }

  add(sample: OutgoingSample): void {
    if (this.#size === this.limit) this.#drop();
    this.#ring[(this.#first + this.#size) % this.limit] = sample;
    this.#size++;
  }

  take(count: number): OutgoingSample[] {
    const taken: OutgoingSample[] = [];
    while (taken.length < count && this.#size > 0) {
      const sample = this.#ring[this.#first];
      this.#forgetFirst();
      if (sample !== undefined) taken.push(sample);
    }
    return taken;
  }

  #drop(): void {
    this.#forgetFirst();
    this.dropped++;
  }

  #forgetFirst(): void {
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.limit;
    this.#size--;
  }
}
