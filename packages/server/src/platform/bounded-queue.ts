export interface QueueBounds<T> {
  readonly items: number;
  /** Together; no bound when absent. */
  readonly bytes?: number;
  readonly bytesOf?: (item: T) => number;
}

/** Items that wait, at most so many: when more come, the oldest go. Taking and adding cost the same at any length. */
export class BoundedQueue<T> {
  readonly #ring: (T | undefined)[];
  readonly #bounds: Required<QueueBounds<T>>;
  #first = 0;
  #size = 0;
  #bytes = 0;

  constructor({ items, bytes = Infinity, bytesOf = () => 0 }: QueueBounds<T>) {
    this.#bounds = { items, bytes, bytesOf };
    this.#ring = new Array(items);
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** How many had to go for it; itself among them when it is larger than all may be together. */
  add(item: T): number {
    const { items, bytes, bytesOf } = this.#bounds;
    const own = bytesOf(item);
    if (own > bytes) return 1;
    let gone = 0;
    for (; this.#size > 0 && (this.#size === items || this.#bytes + own > bytes); gone++) this.#forgetFirst();
    this.#ring[(this.#first + this.#size) % items] = item;
    this.#size++;
    this.#bytes += own;
    return gone;
  }

  take(count: number): T[] {
    const taken: T[] = [];
    while (taken.length < count && this.#size > 0) taken.push(this.#forgetFirst());
    return taken;
  }

  #forgetFirst(): T {
    const item = this.#ring[this.#first] as T;
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#bounds.items;
    this.#size--;
    this.#bytes -= this.#bounds.bytesOf(item);
    return item;
  }
}
