import { systemClock } from '../clock/clock.ts';
import type { Layer, Observer, Part, Run, Surroundings } from './layer.ts';

/** Calls a function under the protections that it was made of. */
export interface Policy {
  /**
   * The result of `run`, or its error, or a ResilienceError. When `signal` aborts, the call ends at once with its reason; a
   * `run` that ignores its own signal is left behind.
   */
  execute<T>(run: Run<T>, signal?: AbortSignal): Promise<T>;
}

const unobserved: Observer = {
  circuit: () => undefined,
  circuitOpened: () => undefined,
  circuitTrying: () => undefined,
  circuitClosed: () => undefined,
  bulkhead: () => undefined,
  retrying: () => undefined,
};

/**
 * Lays parts around calls, the first outermost. The usual order is rate limit, bulkhead, retry, circuit breaker, timeout:
 * every try then has its own time, and is told to the circuit breaker.
 *
 *     const call = policy(retry(), circuitBreaker(), timeout({ timeoutMs: 5000 }));
 *     const answer = await call.execute((signal) => fetch(url, { signal }));
 */
export function policy(...parts: readonly Part[]): Policy {
  return layPolicy(parts, { clock: systemClock, random: Math.random, observer: unobserved });
}

export function layPolicy(parts: readonly Part[], surroundings: Surroundings): Policy {
  const layers = parts.map((part) => part(surroundings));
  return {
    async execute(run, signal = new AbortController().signal) {
      signal.throwIfAborted();
      // A signal of this call alone: one that many calls share would gather their listeners.
      return await callThrough(layers, run, AbortSignal.any([signal]));
    },
  };
}

function callThrough<T>(layers: readonly Layer[], run: Run<T>, signal: AbortSignal): Promise<T> {
  const [outermost, ...inner] = layers;
  if (outermost === undefined) return untilAborted(run, signal);
  return outermost.execute((next) => callThrough(inner, run, next), signal);
}

async function untilAborted<T>(run: Run<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([run(signal), aborted]);
  } finally {
    done.abort();
  }
}
