import { formatAge } from '../../text/format.ts';

export type Outcome = 'good' | 'doubt' | 'bad' | 'unknown';

/** The worst of each stretch of time: 1 is well, between is degraded, 0 is not well; null: nobody knows. */
export function outcomesOf(values: readonly (number | null)[]): readonly Outcome[] {
  return values.map((value) => {
    if (value === null) return 'unknown';
    return value >= 1 ? 'good' : value > 0 ? 'doubt' : 'bad';
  });
}

/** `Last 2 h: 38 well, 1 not well (12 min ago), 1 unknown` */
export function outcomesText(
  over: string,
  times: readonly number[],
  outcomes: readonly Outcome[],
  nowMs: number,
): string {
  const count = (kind: Outcome) => outcomes.filter((each) => each === kind).length;
  const lastBad = times[outcomes.lastIndexOf('bad')];
  const age = lastBad === undefined ? '' : ` (the last ${formatAge(new Date(lastBad * 1000).toISOString(), nowMs)})`;
  const parts = [
    [count('good'), 'well'],
    [count('doubt'), 'degraded'],
    [count('bad'), `not well${age}`],
    [count('unknown'), 'unknown'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `Last ${over}: ${said.length === 0 ? 'nothing is known' : said.join(', ')}`;
}

/** Seconds that one bar covers, so that each has at least one look in it. */
export function barSeconds(intervalMs: number): number {
  const wholes = [60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];
  return wholes.find((seconds) => seconds * 1000 >= intervalMs) ?? 86_400;
}
