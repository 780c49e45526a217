import type { Deferred } from './deferred.ts';
import { deferred } from './deferred.ts';

/** The queue takes no more items: the service is stopping. */
export class QueueClosed extends Error {
  override readonly name = 'QueueClosed';
}

/** An item and how long it waited: for room in the queue, and inside of it. */
export interface Taken<T> {
  readonly item: T;
  readonly waitedMs: number;
}

interface Queued<T> {
  readonly item: T;
  readonly sinceMs: number;
}

/**
 * First in, first out, never longer than `capacity`. `offer` refuses when full, `push` waits for room: nothing is ever
 * dropped in silence. After `close` no item gets in, those inside are still handed out.
 */
export class BoundedQueue<T> {
  readonly capacity: number;
  readonly #monotonicMs: () => number;
  readonly #items: Queued<T>[] = [];
  readonly #takers: Deferred<Taken<T> | undefined>[] = [];
  readonly #pushers: { readonly queued: Queued<T>; readonly done: Deferred<void> }[] = [];
  #reserved = 0;
  #closed = false;

  constructor(capacity: number, monotonicMs: () => number = () => performance.now()) {
    this.capacity = capacity;
    this.#monotonicMs = monotonicMs;
  }

  /** Items inside, and places held for items that are still on their way. */
  get size(): number {
    return this.#items.length + this.#reserved;
  }

  get isFull(): boolean {
    return this.#closed || this.size >= this.capacity;
  }

  offer(item: T): boolean {
    if (this.isFull) return false;
    this.#add(this.#queued(item));
    return true;
  }

  /** Holds a place while an item is still being received; undefined when the queue is full. Use one of both, once. */
  reserve(): { fill(item: T): boolean; release(): void } | undefined {
    if (this.isFull) return undefined;
    this.#reserved++;
    const release = (): void => {
      this.#reserved--;
      this.#admitPusher();
    };
    const fill = (item: T): boolean => {
      this.#reserved--;
      if (this.#closed) return false;
      this.#add(this.#queued(item));
      return true;
    };
    return { fill, release };
  }

  async push(item: T): Promise<void> {
    if (this.#closed) throw new QueueClosed();
    if (this.offer(item)) return;
    const done = deferred<void>();
    this.#pushers.push({ queued: this.#queued(item), done });
    await done.promise;
  }

  /** The next item; undefined when the queue is closed and empty. */
  async take(): Promise<Taken<T> | undefined> {
    const queued = this.#items.shift();
    if (queued !== undefined) {
      this.#admitPusher();
      return this.#taken(queued);
    }
    if (this.#closed) return undefined;
    const taker = deferred<Taken<T> | undefined>();
    this.#takers.push(taker);
    return await taker.promise;
  }

  close(): void {
    this.#closed = true;
    for (const { done } of this.#pushers.splice(0)) done.reject(new QueueClosed());
    if (this.#items.length === 0) for (const taker of this.#takers.splice(0)) taker.resolve(undefined);
  }

  #queued(item: T): Queued<T> {
    return { item, sinceMs: this.#monotonicMs() };
  }

  #taken({ item, sinceMs }: Queued<T>): Taken<T> {
    return { item, waitedMs: this.#monotonicMs() - sinceMs };
  }

  #add(queued: Queued<T>): void {
    const taker = this.#takers.shift();
    if (taker) taker.resolve(this.#taken(queued));
    else this.#items.push(queued);
  }

  #admitPusher(): void {
    if (this.isFull) return;
    const next = this.#pushers.shift();
    if (!next) return;
    this.#add(next.queued);
    next.done.resolve();
  }
}
