import { Matcher, METRIC_NAME } from '@seaworthy/promql';
import type { Querier, StoredSeries } from '@seaworthy/promql/storage';
import type { SloConfig } from '../../config/slo-config.ts';
import type { RatioWindow } from './burn-windows.ts';
import { longWindows, ratioWindows } from './burn-windows.ts';
import type { RemainingPoint, SloObservation } from './observation.ts';
import { recorded } from './recorded.ts';
import { COUNT_MS } from './rule-groups.ts';

export interface ObserveOptions {
  readonly storage: Pick<Querier, 'select'>;
  readonly service: string;
  readonly nowMs: number;
  /** Of the past, at most. */
  readonly points: number;
}

/** What was recorded so long ago says nothing of the present: the time that an instant query looks back. */
const PRESENT_MS = 300_000;
/** A count says what it missed when scrapes were missing for so long (see counting.ts). */
const LONGEST_GAP_MS = 3_600_000;

/**
 * Reads what the rules recorded of objectives: three selections, however many objectives there are, and a short one for
 * each whose first count lies within its window.
 */
export async function observeSlos(
  slos: readonly SloConfig[],
  options: ObserveOptions,
): Promise<ReadonlyMap<string, SloObservation>> {
  const { nowMs, points } = options;
  const longestMs = Math.max(0, ...slos.map(({ windowMs }) => windowMs));
  const [counts, present, past] = await Promise.all([
    select([recorded.countedTotal, recorded.countedErrors], longestMs + COUNT_MS, options),
    select([...ratioWindows.map(recorded.ratio), ...longWindows.map(recorded.total)], PRESENT_MS, options),
    points === 0 ? [] : select([recorded.budgetRemaining], longestMs, options),
  ]);
  const observe = async (slo: SloConfig): Promise<[string, SloObservation]> => {
    const of = (series: readonly StoredSeries[]) => series.filter(({ labels }) => labels.get('slo') === slo.name);
    const byName = namesOf(of(present));
    const { firstCountMs, laterMs, ...counted } = countsOf(of(counts), nowMs - slo.windowMs);
    const observation = {
      atMs: nowMs,
      ...counted,
      observedMs: laterMs + (await behindFirst(firstCountMs, slo, options)),
      ratios: lastOf(byName, ratioWindows, recorded.ratio),
      totals: lastOf(byName, longWindows, recorded.total),
      remaining: thinned(valuesAfter(of(past)[0], nowMs - slo.windowMs), nowMs, points),
    };
    return [slo.name, observation];
  };
  return new Map(await Promise.all(slos.map(observe)));
}

function select(
  names: readonly string[],
  rangeMs: number,
  { storage, service, nowMs }: ObserveOptions,
): Promise<readonly StoredSeries[]> | readonly StoredSeries[] {
  const matchers = [new Matcher(METRIC_NAME, '=~', names.join('|')), new Matcher('service', '=', service)];
  return storage.select({ matchers, startMs: nowMs - rangeMs + 1, endMs: nowMs });
}

/** `laterMs`: what the counts cover of which another is before them. `firstCountMs`: none is, within the window. */
function countsOf(series: readonly StoredSeries[], afterMs: number) {
  const byName = namesOf(series);
  const known = valuesAfter(byName.get(recorded.countedTotal), afterMs - COUNT_MS);
  const totals = known.filter(({ timeMs }) => timeMs > afterMs);
  const errors = valuesAfter(byName.get(recorded.countedErrors), afterMs);
  return {
    total: sumOf(totals),
    errors: sumOf(errors),
    laterMs: known.reduce((sum, { timeMs }, index) => sum + coveredSince(known[index - 1]?.timeMs, timeMs), 0),
    firstCountMs: known[0] === totals[0] ? known[0]?.timeMs : undefined,
    lastCountMs: totals.at(-1)?.timeMs,
  };
}

/** A count reaches back to the one before it; after a gap over five minutes, and after a long one nobody knows how far. */
function coveredSince(earlierMs: number | undefined, timeMs: number): number {
  const sinceMs = timeMs - (earlierMs ?? -Infinity);
  if (sinceMs > LONGEST_GAP_MS) return 0;
  return sinceMs < 2 * COUNT_MS ? sinceMs : COUNT_MS;
}

/**
 * What the first count covers. It comes on the dot, however lately anything was looked at for the first time: what is
 * counted within an hour is recorded every half minute, as soon as there is anything.
 */
async function behindFirst(
  firstCountMs: number | undefined,
  { name }: SloConfig,
  options: ObserveOptions,
): Promise<number> {
  if (firstCountMs === undefined) return 0;
  const seen = await select([recorded.total('1h')], COUNT_MS, { ...options, nowMs: firstCountMs });
  const own = seen.find(({ labels }) => labels.get('slo') === name);
  return firstCountMs - (own?.timestamps[0] ?? firstCountMs);
}

interface Point {
  readonly timeMs: number;
  readonly value: number;
}

/** Without the marks of an end: they are NaN. */
function valuesAfter(series: StoredSeries | undefined, afterMs: number): readonly Point[] {
  const points: Point[] = [];
  for (const [index, timeMs] of series?.timestamps.entries() ?? []) {
    const value = series?.values[index] ?? Number.NaN;
    if (timeMs > afterMs && !Number.isNaN(value)) points.push({ timeMs, value });
  }
  return points;
}

function sumOf(points: readonly Point[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

function namesOf(series: readonly StoredSeries[]): ReadonlyMap<string, StoredSeries> {
  return new Map(series.map((each) => [each.labels.metricName, each]));
}

/** A series that has ended has no value at present. */
function lastOf(
  byName: ReadonlyMap<string, StoredSeries>,
  windows: readonly RatioWindow[],
  nameOf: (window: string) => string,
): ReadonlyMap<RatioWindow, number> {
  const found = windows.map((window) => [window, byName.get(nameOf(window))?.values.at(-1) ?? Number.NaN] as const);
  return new Map(found.filter(([, value]) => !Number.isNaN(value)));
}

/** The last value of each of `count` steps since the first one: what is young has its course too. */
function thinned(known: readonly Point[], nowMs: number, count: number): readonly RemainingPoint[] {
  const sinceMs = (known[0]?.timeMs ?? nowMs) - 1;
  const stepMs = (nowMs - sinceMs) / count;
  const byStep = new Map<number, RemainingPoint>();
  for (const { timeMs, value } of known) {
    byStep.set(Math.ceil((timeMs - sinceMs) / stepMs), { timeMs, ratio: value });
  }
  return [...byStep.values()];
}
