import type { Layer, Part } from './layer.ts';
import { duration } from './numbers.ts';
import { ResilienceError } from './resilience-error.ts';

export interface TimeoutOptions {
  readonly timeoutMs: number;
}

/** Ends what takes longer: its signal aborts, and the caller gets `timed_out`. Around a retry: all tries together. */
export function timeout({ timeoutMs }: TimeoutOptions): Part {
  duration('timeoutMs', timeoutMs);
  return ({ clock }): Layer => ({
    async execute(run, signal) {
      const late = new AbortController();
      const done = new AbortController();
      const alarm = () => late.abort(new ResilienceError('timed_out', `no result within ${timeoutMs} ms`));
      clock.sleep(timeoutMs, done.signal).then(alarm, () => undefined);
      try {
        return await run(AbortSignal.any([signal, late.signal]));
      } finally {
        done.abort();
      }
    },
  });
}
