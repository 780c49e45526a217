import type { Clock } from '../../../platform/clock.ts';
import { Gate, GateError } from '../../../platform/gate.ts';

/** At a time: each holds an answer and a few blocks in memory. */
export const SEARCHES_AT_ONCE = 4;
/** So many wait for one of them to end. */
export const SEARCHES_WAITING = 16;
const LONGEST_WAIT_MS = 20_000;

/** More search the logs than there is room for. http answers it as too many requests. */
export class SearchBusyError extends Error {
  override readonly name = 'SearchBusyError';
  readonly code = 'rate_limited';
  readonly hint = 'Try again in a second; a shorter time or a narrower search is sooner done.';
  readonly retryAfterSeconds = 1;

  constructor() {
    super('Too many searches of the logs are under way.');
  }
}

/** Lets a few searches run; others wait for them, for a while. */
export class SearchPlaces {
  readonly #gate: Gate;

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#gate = new Gate({ clock, places: SEARCHES_AT_ONCE, queue: SEARCHES_WAITING });
  }

  /** Throws SearchBusyError, or the signal's reason when nobody waits for the answer any more. */
  async run<T>(signal: AbortSignal, search: () => Promise<T>): Promise<T> {
    const leave = await this.#gate.enter(LONGEST_WAIT_MS, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error instanceof GateError ? new SearchBusyError() : error;
    });
    try {
      return await search();
    } finally {
      leave();
    }
  }
}
