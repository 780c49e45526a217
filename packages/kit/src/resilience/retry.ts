import type { Backoff } from './backoff.ts';
import { backoffMs } from './backoff.ts';
import { failureKind, retryAfterOf } from './failure.ts';
import type { Layer, Part, Surroundings } from './layer.ts';
import { duration, within } from './numbers.ts';

export interface RetryOptions extends Partial<Backoff> {
  /** Tries after the first. Default 3. */
  readonly retries?: number;
  /** Default: connections that did not work, timeouts, and the statuses 408 429 500 502 503 504. */
  readonly isRetriable?: (error: unknown) => boolean;
}

const isTransient = (error: unknown): boolean => failureKind(error) === 'transient';

/**
 * Tries again what may succeed next time: 3 times, after about 1, 2, 4 s (`baseMs`, at most `maxMs` 60 s, jitter 10 %). A
 * longer `Retry-After` is obeyed; beyond `maxMs` the try is given up. The caller gets the error of the last try. Only for
 * what may be done twice.
 */
export function retry(options: RetryOptions = {}): Part {
  const { retries = 3, baseMs = 1000, maxMs = 60_000, jitter = 0.1, isRetriable = isTransient } = options;
  within('retries', retries, 0);
  const backoff = { baseMs: duration('baseMs', baseMs), maxMs: duration('maxMs', maxMs), jitter };
  within('jitter', jitter, 0, 1);

  return (surroundings): Layer => ({
    async execute(run, signal) {
      for (let failed = 0; ; ) {
        try {
          return await run(signal);
        } catch (error) {
          failed += 1;
          if (signal.aborted || failed > retries || !isRetriable(error)) throw error;
          const waitMs = waitBefore(failed, error, backoff, surroundings.random);
          if (waitMs > maxMs) throw error;
          surroundings.observer.retrying({ retry: failed, waitMs, error });
          await sleep(waitMs, signal, surroundings);
        }
      }
    },
  });
}

function waitBefore(retryNumber: number, error: unknown, backoff: Backoff, random: () => number): number {
  return Math.max(retryAfterOf(error) ?? 0, backoffMs(retryNumber, backoff, random));
}

/** Rejects with the very reason of the abort, which a clock may have wrapped. */
async function sleep(ms: number, signal: AbortSignal, { clock }: Surroundings): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
