import type { Clock } from '../../platform/clock.ts';
import { inSlices } from './slices.ts';
import type { TraceLimits } from './trace-limits.ts';
import type { TraceTable } from './trace-table.ts';

export interface TidyOptions {
  readonly table: TraceTable;
  readonly limits: Pick<TraceLimits, 'retentionMs' | 'maxBytes'>;
  readonly clock: Clock;
}

const STEP_TRACES = 16;
const STEP_PAGES = 64;

/** Forgets what is past its time, and the oldest while all take too much; then gives the disk back what is free. */
export async function tidyTraces({ table, limits, clock }: TidyOptions): Promise<void> {
  const oldestMs = clock.now() - limits.retentionMs;
  const isOver = () => {
    const oldest = table.oldest();
    return oldest !== undefined && (oldest.seenMs < oldestMs || table.usedBytes() > limits.maxBytes);
  };
  await inSlices(clock, () => {
    if (!isOver()) return table.shrink(STEP_PAGES);
    table.transaction(() => {
      for (let step = 0; step < STEP_TRACES && isOver(); step++) table.delete(table.oldest()?.n ?? 0);
    });
    return true;
  });
}
