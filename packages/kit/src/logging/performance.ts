import { withContext } from '../context/context.ts';
import type { Fields } from './fields.ts';
import type { Level } from './level.ts';
import type { Logger } from './logger.ts';

/**
 * Says how long an operation took and whether it succeeded; with `itemsProcessed` among the fields, also at which rate.
 * A failure is a warning, success `info` unless `successLevel` says otherwise.
 */
export function logPerformance(
  logger: Logger,
  operation: string,
  durationMs: number,
  success: boolean,
  fields: Fields = {},
  successLevel: Level = 'info',
): void {
  const { itemsProcessed } = fields;
  const hasRate = typeof itemsProcessed === 'number' && durationMs > 0;
  logger[success ? successLevel : 'warn'](`${operation} ${success ? 'finished' : 'failed'}`, {
    operation,
    durationMs,
    success,
    ...(hasRate && { ratePerSecond: (itemsProcessed * 1000) / durationMs }),
    ...fields,
  });
}

/** What a piece of work tells about itself while it runs. */
export interface Work {
  /** Adds to the items that were processed. */
  processed(items: number): void;
  /** Lays fields over those of the line at the end. */
  note(fields: Fields): void;
}

/**
 * Runs `run` and says how long it took, how many items it processed and at which rate; a failure is said with its error,
 * and passed on. Every line inside has `operation` in its context.
 *
 *     await timed(logger, 'import', async (work) => {
 *       for (const event of events) work.processed(await store(event));
 *     });
 */
export async function timed<T>(
  logger: Logger,
  operation: string,
  run: (work: Work) => T | Promise<T>,
  monotonicMs: () => number = () => performance.now(),
): Promise<T> {
  const startedMs = monotonicMs();
  const told: Record<string, unknown> = {};
  let itemsProcessed: number | undefined;
  const work: Work = {
    processed: (items) => {
      itemsProcessed = (itemsProcessed ?? 0) + items;
    },
    note: (fields) => void Object.assign(told, fields),
  };
  const tell = (success: boolean, more: Fields = {}) => {
    const items = itemsProcessed === undefined ? {} : { itemsProcessed };
    logPerformance(logger, operation, monotonicMs() - startedMs, success, { ...items, ...told, ...more });
  };
  try {
    const result = await withContext({ operation }, () => run(work));
    tell(true);
    return result;
  } catch (error) {
    tell(false, { error });
    throw error;
  }
}
