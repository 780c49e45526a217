import type { Clock } from './clock.ts';

export interface GateOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** So many at a time. */
  readonly places: number;
  /** So many wait at most; whoever comes then is turned away. */
  readonly queue: number;
}

/** Nobody was let in: too many wait already (`full`), it took too long, or the one who waited went away. */
export class GateError extends Error {
  override readonly name = 'GateError';

  constructor(readonly reason: 'full' | 'timeout' | 'canceled') {
    super(`not let in: ${reason}`);
  }
}

/** Lets so many in at a time; others wait, first come, first served. */
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

  /** Resolves to the function by which the place is given back, which may be called more than once. Throws GateError. */
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
    if (this.#waiting.length >= this.options.queue) throw new GateError('full');
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
    throw new GateError(signal.aborted ? 'canceled' : 'timeout');
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
