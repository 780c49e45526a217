import { formatDuration, formatRatio } from '@seaworthy/kit/config';
import type { SloConfig } from '../../config/slo-config.ts';
import type { BurnWindow } from './burn-windows.ts';
import { burnWindows, MORE_THAN_ONE } from './burn-windows.ts';
import { budgetOf } from './objective.ts';
import type { SloObservation } from './observation.ts';

export interface SloVerdict {
  readonly state: 'ok' | 'burning' | 'exhausted' | 'unknown';
  readonly why: string;
}

/** Counts come every five minutes; after so long without any, nobody knows how it is. */
const SILENT_MS = 15 * 60_000;

/** Share of the budget that was spent within the window; undefined when nothing was counted. */
export function consumedShare({ objective }: Pick<SloConfig, 'objective'>, seen: SloObservation): number | undefined {
  return seen.total > 0 ? seen.errors / seen.total / budgetOf(objective) : undefined;
}

/** Three values: kept, broken or in danger, and unknown. */
export function judgeSlo(slo: SloConfig, seen: SloObservation): SloVerdict {
  const consumed = consumedShare(slo, seen);
  const whyBurning = burningWhy(slo, seen);
  const whyUnknown = unknownWhy(slo, seen);
  if (whyUnknown === undefined && consumed !== undefined && consumed > 1) {
    return { state: 'exhausted', why: `${spent(consumed)} the budget is spent: more failed than may fail.` };
  }
  // The last minutes are known before they are counted.
  if (whyBurning !== undefined) return { state: 'burning', why: whyBurning };
  if (whyUnknown !== undefined) return { state: 'unknown', why: whyUnknown };
  return { state: 'ok', why: `${percent(1 - (consumed ?? 0))} of the budget is left.` };
}

/** Undefined when enough is known. */
function unknownWhy({ windowMs }: SloConfig, { atMs, lastCountMs, ratios, total }: SloObservation): string | undefined {
  const period = formatDuration(windowMs);
  if (lastCountMs === undefined) {
    return ratios.size > 0
      ? 'The first count is under way: it takes five minutes.'
      : `Nothing was counted within ${period}.`;
  }
  if (total <= 0) return `Nothing happened that could be counted within ${period}.`;
  const silentMs = atMs - lastCountMs;
  return silentMs > SILENT_MS ? `Nothing was counted for ${Math.round(silentMs / 60_000)} minutes.` : undefined;
}

function burningWhy(slo: SloConfig, seen: SloObservation): string | undefined {
  const burning = burnWindows(slo).find((window) => isBurning(slo, seen, window));
  if (burning === undefined) return undefined;
  const { long, short } = burning;
  const rate = (burnRate(slo, seen, long) ?? 0).toFixed(1);
  return `Over ${long} the budget burns ${rate} times too fast, and over ${short} still.`;
}

/** How many times faster than it may the budget burns; undefined when nothing was counted in that window. */
export function burnRate(
  { objective }: Pick<SloConfig, 'objective'>,
  { ratios }: Pick<SloObservation, 'ratios'>,
  window: BurnWindow['short'],
): number | undefined {
  const ratio = ratios.get(window);
  return ratio === undefined ? undefined : ratio / budgetOf(objective);
}

/** The alerts' own condition. */
export function isBurning(slo: SloConfig, seen: SloObservation, { long, short, burnRate: limit }: BurnWindow): boolean {
  const [overLong, overShort, total] = [burnRate(slo, seen, long), burnRate(slo, seen, short), seen.totals.get(long)];
  if (overLong === undefined || overShort === undefined || total === undefined) return false;
  const failed = overLong * budgetOf(slo.objective) * total;
  return overLong > limit && overShort > limit && total >= slo.minRequests && failed > MORE_THAN_ONE;
}

function percent(share: number): string {
  return formatRatio(Number(share.toFixed(4)));
}

function spent(share: number): string {
  return share < 10 ? `${percent(share)} of` : `${Math.round(share)} times`;
}
