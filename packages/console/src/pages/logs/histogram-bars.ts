import type { LogVolume } from '@seaworthy/api';
import type { LevelTone } from './level-mark.tsx';

/** One stretch of time, with its lines by how grave they are. */
export interface Bar {
  readonly startMs: number;
  readonly endMs: number;
  readonly total: number;
  readonly counts: Readonly<Record<LevelTone, number>>;
}

/** The gravest at the bottom, where small counts are seen best. */
export const tones = ['bad', 'doubt', 'info', 'low'] as const satisfies readonly LevelTone[];

export const toneNames: Readonly<Record<LevelTone, string>> = {
  bad: 'error, fatal',
  doubt: 'warn',
  info: 'info',
  low: 'debug, trace, none',
};

export function barsOf({ buckets, stepMs }: LogVolume): Bar[] {
  return buckets.map(({ start, counts }) => {
    const byTone = {
      bad: counts.fatal + counts.error,
      doubt: counts.warn,
      info: counts.info,
      low: counts.debug + counts.trace + counts.none,
    };
    const startMs = Date.parse(start);
    return { startMs, endMs: startMs + stepMs, total: sum(Object.values(byTone)), counts: byTone };
  });
}

export function totalsOf(bars: readonly Bar[]): Record<LevelTone, number> {
  const of = (tone: LevelTone) => sum(bars.map(({ counts }) => counts[tone]));
  return { bad: of('bad'), doubt: of('doubt'), info: of('info'), low: of('low') };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
