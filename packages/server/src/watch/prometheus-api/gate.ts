import type { Clock } from '../../platform/clock.ts';
import { ApiFailure } from './answer.ts';

export interface GateOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** So many at a time. */
  readonly places: number;
  /** So many wait at most; whoever comes then is turned away. */
  readonly queue: number;
}

/** Lets so many queries in at a time; others wait, first come, first served. */
export class Gate {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly options: GateOptions) {}

  get inside(): number {
    return this.#inside;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves to the function by which the place is given back, which may be called more than once. */
  async enter(timeoutMs: number, signal: AbortSignal): Promise<() => void> {
    if (this.#inside < this.options.places) this.#inside++;
    else await this.#wait(timeoutMs, signal);
    let isInside = true;
    return () => {
      if (isInside) this.#leave();
      isInside = false;
    };
  }

  /** Whoever waits is handed the place of the one who leaves. */
  async #wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.#waiting.length >= this.options.queue) {
      throw new ApiFailure('unavailable', 'too many queries are waiting; try again later');
    }
    const stop = new AbortController();
    let isCalled = false;
    const called = new Promise<void>((resolve) => {
      const call = () => {
        isCalled = true;
        resolve();
      };
      this.#waiting.push(call);
      stop.signal.addEventListener('abort', () => this.#forget(call));
    });
    const late = this.options.clock.sleep(timeoutMs, AbortSignal.any([signal, stop.signal])).catch(() => undefined);
    await Promise.race([called, late]);
    stop.abort();
    if (isCalled) return;
    if (signal.aborted) throw new ApiFailure('canceled', 'query was canceled in query queue');
    throw new ApiFailure('timeout', 'query timed out in query queue');
  }

  #forget(call: () => void): void {
    const place = this.#waiting.indexOf(call);
    if (place >= 0) this.#waiting.splice(place, 1);
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside--;
  }
}
