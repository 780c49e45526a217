import type { ElementFunction } from './element.ts';

/** Parts of a time given in seconds since 1970, in UTC. */
export const dateFunctions: ReadonlyMap<string, ElementFunction> = new Map<string, ElementFunction>([
  ['minute', (seconds) => dateOf(seconds).getUTCMinutes()],
  ['hour', (seconds) => dateOf(seconds).getUTCHours()],
  ['day_of_week', (seconds) => dateOf(seconds).getUTCDay()],
  ['day_of_month', (seconds) => dateOf(seconds).getUTCDate()],
  ['day_of_year', dayOfYear],
  ['days_in_month', daysInMonth],
  ['month', (seconds) => dateOf(seconds).getUTCMonth() + 1],
  ['year', (seconds) => dateOf(seconds).getUTCFullYear()],
]);

const DAY_MS = 86_400_000;

function dateOf(seconds: number): Date {
  return new Date(Math.trunc(seconds) * 1000);
}

function dayOfYear(seconds: number): number {
  const date = dateOf(seconds);
  return Math.floor((date.getTime() - startOf(date.getUTCFullYear(), 0)) / DAY_MS) + 1;
}

function daysInMonth(seconds: number): number {
  const date = dateOf(seconds);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return Math.round((startOf(year, month + 1) - startOf(year, month)) / DAY_MS);
}

/** Date.UTC reads years below 100 as 19xx. */
function startOf(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1);
}
