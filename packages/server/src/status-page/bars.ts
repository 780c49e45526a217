import { escaped } from './markup.ts';
import type { ComponentReport, DayReport } from './report.ts';
import { availabilityWords, counted, dayWords } from './words.ts';

const DAY_SECONDS = 86_400;
const STEP = 10;
const HEIGHT = 100;
/** A bar without failure begins below the top: one with a failure stands out by its height too. */
const SHOULDER = 12;
/** A failure of a minute is seen too. */
const LEAST_BAD = 24;
/** Between what was down and what was not. */
const SEAM = 5;
/** More bars than this would be more gap than bar on a telephone. */
const MOST_APART = 120;

/**
 * A bar a day: green for the share that was up, grey for what was not observed, red on top for what was down. A picture
 * with one text for those who do not see it; the days in words stand in the table below.
 */
export function bars({ name, days, ...component }: ComponentReport): string {
  const bad = days.filter(({ downSeconds }) => downSeconds > 0).length;
  const failures = bad === 0 ? 'no failure seen' : `failures on ${counted(bad, 'day')}`;
  const label = `${name}, last ${counted(days.length, 'day')}: ${availabilityWords({ name, days, ...component })}, ${failures}`;
  const width = days.length > MOST_APART ? STEP : STEP - 2;
  const drawn = days.map((day, index) => `<g>${tip(day)}${bar(day, index * STEP, width)}</g>`).join('');
  const box = `0 0 ${days.length * STEP} ${HEIGHT}`;
  return `<svg class="bars" role="img" aria-label="${escaped(label)}" viewBox="${box}" preserveAspectRatio="none">${drawn}</svg>`;
}

function tip(day: DayReport): string {
  return `<title>${escaped(dayWords(day))}</title>`;
}

function bar({ upSeconds, downSeconds, unknownSeconds }: DayReport, x: number, width: number): string {
  const observed = upSeconds + downSeconds;
  // Today is judged by what has passed of it; less than a minute is no gap to show.
  const known = unknownSeconds < 60 ? 1 : observed / Math.max(1, observed + unknownSeconds);
  const bad = downSeconds === 0 ? 0 : Math.max(LEAST_BAD, (downSeconds / DAY_SECONDS) * HEIGHT);
  const top = bad === 0 ? SHOULDER : bad + SEAM;
  const good = upSeconds === 0 ? 0 : Math.max(0, Math.min(known * (HEIGHT - SHOULDER), HEIGHT - top));
  const rect = (kind: string, y: number, height: number) =>
    height < 1 ? '' : `<rect class="${kind}" x="${x}" y="${round(y)}" width="${width}" height="${round(height)}"/>`;
  return `${rect('not', top, HEIGHT - top - good)}${rect('good', HEIGHT - good, good)}${rect('bad', 0, bad)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
