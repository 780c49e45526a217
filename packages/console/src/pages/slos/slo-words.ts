import type { Slo, SloState } from '@seaworthy/api';
import { formatCount } from '../../text/format.ts';

/** What needs somebody first; within a state, who has the least left. */
export function worstFirst(slos: readonly Slo[]): readonly Slo[] {
  return [...slos].sort((a, b) => rank[a.state] - rank[b.state] || left(a) - left(b));
}

const rank: Readonly<Record<SloState, number>> = { exhausted: 0, burning: 1, unknown: 2, ok: 3 };

function left({ budget }: Slo): number {
  return budget.remaining?.ratio ?? 1;
}

const stateWords: Readonly<Record<SloState, string>> = {
  exhausted: 'exhausted',
  burning: 'burning',
  unknown: 'unknown',
  ok: 'kept',
};

/** `1 burning, 3 kept` */
export function summaryOf(slos: readonly Slo[]): string {
  const counts = (Object.keys(rank) as SloState[]).map((state) => {
    return { state, count: slos.filter((slo) => slo.state === state).length };
  });
  return counts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`)
    .join(', ');
}

/** `99.9 %`, with as many digits as were promised or as tell it from 100 %. */
export function percentText(ratio: number): string {
  const percent = ratio * 100;
  const digits = Math.min(6, Math.max(2, Math.ceil(-Math.log10(Math.max(1e-9, 1 - ratio)))));
  // Rounding never makes whole what is not.
  const cut = ratio < 1 ? Math.floor(percent * 10 ** digits + 1e-6) / 10 ** digits : percent;
  return `${Number(cut.toFixed(digits))} %`;
}

/** Of a budget: `82.4 %`, `−120 %`; whole numbers where that is enough. */
export function shareText(ratio: number): string {
  const percent = ratio * 100;
  const text = Math.abs(percent) >= 100 || Number.isInteger(percent) ? Math.round(percent) : Number(percent.toFixed(1));
  return `${text} %`.replace('-', '−');
}

const manyTimes = 10;

/** What one reads first: what is left, or by how much it is overspent. */
export function leftNumber(remaining: number): string {
  if (remaining >= 0) return shareText(remaining);
  return 1 - remaining >= manyTimes ? `${formatCount(Math.round(1 - remaining))} times` : shareText(-remaining);
}

export function leftWords(remaining: number): string {
  if (remaining >= 0) return 'of the budget is left';
  return 1 - remaining >= manyTimes ? 'the budget is spent' : 'more than the budget is spent';
}

/** What one of what is counted is called, in the plural. */
export function eventsOf(indicator: Slo['indicator']): string {
  if (indicator === 'probe') return 'looks';
  return indicator === 'query' ? 'events' : 'requests';
}

/** The same as an outage, and in what was counted. */
export function measuresText({ allowed, consumed, remaining }: Slo['budget'], events: string): string {
  if (consumed === null || remaining === null) return '';
  const may = Math.floor(allowed.requests ?? 0);
  if (remaining.ratio < 0) {
    const over = `Like an outage of ${minutesText(consumed.minutes)}, where ${minutesText(allowed.minutes)} are allowed`;
    return `${over}: ${formatCount(Math.round(consumed.requests))} bad ${events}, where ${formatCount(may)} are allowed.`;
  }
  const left = `Left are ${minutesText(remaining.minutes)} of ${minutesText(allowed.minutes)} of outage`;
  return `${left}, or ${formatCount(Math.floor(remaining.requests))} of ${formatCount(may)} bad ${events}.`;
}

/** `43 min`, `1.8 min`, `7.2 h`: of an outage. */
export function minutesText(minutes: number): string {
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? '−' : '';
  if (size >= 120) return `${sign}${Number((size / 60).toPrecision(2))} h`;
  return size < 1 && size > 0
    ? `${sign}${Math.round(size * 60)} s`
    : `${sign}${Number(size.toPrecision(size < 10 ? 2 : 3))} min`;
}

/** `14.4×` of what is allowed; null is what nobody counted. */
export function rateText(rate: number | null): string {
  if (rate === null) return '–';
  return `${rate === 0 || rate >= 100 ? Math.round(rate) : Number(rate.toPrecision(rate < 10 ? 2 : 3))}×`;
}

export type SloAlert = Slo['alerts'][number];

/** How near an alert is to holding: 1 and it holds, if enough happened; null while nothing was counted. */
export function nearness({ windows }: Pick<SloAlert, 'windows'>): number | null {
  const each = windows.flatMap(({ overLong, overShort, limit }) =>
    overLong === null || overShort === null ? [] : [Math.min(overLong, overShort) / limit],
  );
  return each.length === 0 ? null : Math.max(...each);
}
