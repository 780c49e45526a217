import type uPlot from 'uplot';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** As fine as the ticks are apart; the first of a day says which day it is. */
export const timeTicks: uPlot.Axis.DynamicValues = (_, ticks, __, ___, step) =>
  ticks.map((tick) => tickText(tick, step));

export function tickText(tick: number, stepSeconds: number): string {
  const date = new Date(tick * 1000);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
  if (stepSeconds >= 86_400 || isMidnight) return day.format(date);
  return (stepSeconds >= 60 ? minutes : seconds).format(date);
}
