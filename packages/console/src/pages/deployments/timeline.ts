import type { Deployment } from '@seaworthy/api';

/** Where a phase lies in the time of its deployment, as shares of it. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** So short ones are still seen. */
const leastLength = 0.006;

/** One for each phase; undefined for those that did not begin. `nowMs` is the end of what has none yet. */
export function timelineOf(
  { phases, startedAt, endedAt }: Pick<Deployment, 'phases' | 'startedAt' | 'endedAt'>,
  nowMs: number,
): readonly (Stretch | undefined)[] {
  const fromMs = Date.parse(startedAt);
  const wholeMs = Math.max(1, (endedAt === null ? nowMs : Date.parse(endedAt)) - fromMs);
  return phases.map(({ startedAt: began, durationMs, status }) => {
    if (began === null || status === 'skipped') return undefined;
    const beganMs = Date.parse(began);
    const tookMs = status === 'running' ? nowMs - beganMs : (durationMs ?? 0);
    const start = within((beganMs - fromMs) / wholeMs, 0, 1 - leastLength);
    return { start, length: within(tookMs / wholeMs, leastLength, 1 - start) };
  });
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
