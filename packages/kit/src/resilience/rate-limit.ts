import type { Layer, Part } from './layer.ts';
import { duration, within } from './numbers.ts';
import { ResilienceError } from './resilience-error.ts';
import type { TokenBucketOptions } from './token-bucket.ts';
import { TokenBucket } from './token-bucket.ts';

export interface RateLimitOptions extends TokenBucketOptions {
  /** How long a call may wait for its turn; beyond it is refused with `rate_limited`. Default 0. */
  readonly maxWaitMs?: number;
}

/** In any time of t seconds at most `burst + perSecond * t` calls begin. */
export function rateLimit({ perSecond, burst, maxWaitMs = 0 }: RateLimitOptions): Part {
  if (!(perSecond > 0)) throw new TypeError(`perSecond must be above 0, not ${perSecond}`);
  within('burst', burst, 1);
  duration('maxWaitMs', maxWaitMs);
  return ({ clock }): Layer => {
    const bucket = new TokenBucket({ perSecond, burst }, () => clock.monotonicMs());
    return {
      async execute(run, signal) {
        const { waitMs } = bucket;
        if (waitMs > maxWaitMs) throw tooMany(perSecond, burst, waitMs);
        // A call that is cancelled while it waits loses its token: to give it back would let two begin at once.
        bucket.take();
        if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => signal.throwIfAborted());
        return await run(signal);
      },
    };
  };
}

function tooMany(perSecond: number, burst: number, waitMs: number): ResilienceError {
  const message = `more than ${perSecond} calls a second, and ${burst} at once`;
  return new ResilienceError('rate_limited', message, Math.ceil(waitMs));
}
