import type { LogRecord } from '../log-record.ts';
import type { Order, Place } from './order.ts';
import { comparePlaces } from './order.ts';

export interface Found extends Place {
  readonly record: LogRecord;
  /** Of its line. */
  readonly bytes: number;
}

/** Of all records that are shown to it, the first so many in order, within a bound of memory. */
export class Best {
  readonly #compare: (a: Place, b: Place) => number;
  #found: Found[] = [];
  #bytes = 0;
  /** Nothing behind it is wanted any more. */
  last: Place | undefined;

  constructor(
    order: Order,
    private readonly limit: number,
    private readonly maxBytes: number,
  ) {
    this.#compare = comparePlaces(order);
  }

  wants(place: Place): boolean {
    return this.last === undefined || this.#compare(place, this.last) < 0;
  }

  add(found: Found): void {
    this.#found.push(found);
    this.#bytes += found.bytes;
    if (this.#found.length >= 2 * this.limit || this.#bytes >= 2 * this.maxBytes) this.settle();
  }

  /** Puts away what is too much; `last` then says whether anything more is wanted. */
  settle(): void {
    if (this.#found.length < this.limit && this.#bytes < this.maxBytes) return;
    this.#found.sort(this.#compare);
    let [count, bytes] = [0, 0];
    for (const { bytes: size } of this.#found) {
      if (count >= this.limit || (count > 0 && bytes + size > this.maxBytes)) break;
      count++;
      bytes += size;
    }
    this.#found.length = count;
    this.#bytes = bytes;
    this.last = this.#found.at(-1);
  }

  /** In order. */
  result(): readonly Found[] {
    this.settle();
    return this.#found.sort(this.#compare);
  }
}
