export type Limiter = <T>(run: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Lets so many run at a time, the others in their order; who gave up while waiting is not run at all. */
export function createLimiter(most: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  // Whoever leaves gives the place to the next one: nobody who comes meanwhile takes it.
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return async (run, signal) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      signal.throwIfAborted();
      return await run();
    } finally {
      leave();
    }
  };
}
