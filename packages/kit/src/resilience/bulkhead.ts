import type { BulkheadUse, Layer, Part, Run } from './layer.ts';
import { within } from './numbers.ts';
import { ResilienceError } from './resilience-error.ts';

export interface BulkheadOptions {
  /** Calls at once. */
  readonly concurrent: number;
  /** Calls that may wait for their turn, in order. Default 0. */
  readonly waiting?: number;
}

/** Keeps one dependency from taking all there is: so many calls at once, so many waiting, and no more. */
export function bulkhead({ concurrent, waiting = 0 }: BulkheadOptions): Part {
  within('concurrent', concurrent, 1);
  within('waiting', waiting, 0);
  return ({ observer }) => {
    const layer = new Bulkhead(concurrent, waiting);
    observer.bulkhead(() => layer.use);
    return layer;
  };
}

class Bulkhead implements Layer {
  readonly #concurrent: number;
  readonly #maxWaiting: number;
  readonly #line: (() => void)[] = [];
  #running = 0;

  constructor(concurrent: number, maxWaiting: number) {
    this.#concurrent = concurrent;
    this.#maxWaiting = maxWaiting;
  }

  get use(): BulkheadUse {
    return { running: this.#running, waiting: this.#line.length };
  }

  async execute<T>(run: Run<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await run(signal);
    } finally {
      this.#leave();
    }
  }

  #enter(signal: AbortSignal): Promise<void> | void {
    if (this.#running < this.#concurrent) {
      this.#running += 1;
      return;
    }
    if (this.#line.length < this.#maxWaiting) return this.#wait(signal);
    throw new ResilienceError('bulkhead_full', `${this.#running} calls run and ${this.#line.length} wait already`);
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', abandon);
        resolve();
      };
      const abandon = () => {
        this.#line.splice(this.#line.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.#line.push(enter);
      signal.addEventListener('abort', abandon, { once: true });
    });
  }

  /** The place goes to who waited longest: nobody who comes now can take it from under them. */
  #leave(): void {
    const next = this.#line.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
