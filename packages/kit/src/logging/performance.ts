import type { Fields, Logger } from './logger.ts';

/**
 * Says how long an operation took and whether it succeeded; with `itemsProcessed` among the fields, also at which rate.
 * A failure is a warning.
 */
export function logPerformance(
  logger: Logger,
  operation: string,
  durationMs: number,
  success: boolean,
  fields: Fields = {},
): void {
  const { itemsProcessed } = fields;
  const hasRate = typeof itemsProcessed === 'number' && durationMs > 0;
  logger[success ? 'info' : 'warn'](`${operation} ${success ? 'finished' : 'failed'}`, {
    operation,
    durationMs,
    success,
    ...(hasRate && { ratePerSecond: (itemsProcessed * 1000) / durationMs }),
    ...fields,
  });
}

/** Runs `run` and says how long it took; a failure is said with its error, and passed on. */
export async function timed<T>(
  logger: Logger,
  operation: string,
  run: () => T | Promise<T>,
  monotonicMs: () => number = () => performance.now(),
): Promise<T> {
  const startedMs = monotonicMs();
  try {
    const result = await run();
    logPerformance(logger, operation, monotonicMs() - startedMs, true);
    return result;
  } catch (error) {
    logPerformance(logger, operation, monotonicMs() - startedMs, false, { error });
    throw error;
  }
}
