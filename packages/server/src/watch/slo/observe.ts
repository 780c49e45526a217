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

/** Reads what the rules recorded of objectives: three selections, however many objectives there are. */
export async function observeSlos(
  slos: readonly SloConfig[],
  options: ObserveOptions,
): Promise<ReadonlyMap<string, SloObservation>> {
  const { nowMs, points } = options;
  const longestMs = Math.max(0, ...slos.map(({ windowMs }) => windowMs));
  const [counts, present, past] = await Promise.all([
    select([recorded.countedTotal, recorded.countedErrors], longestMs, options),
    select([...ratioWindows.map(recorded.ratio), ...longWindows.map(recorded.total)], PRESENT_MS, options),
    points === 0 ? [] : select([recorded.budgetRemaining], longestMs, options),
  ]);
  return new Map(
    slos.map((slo) => {
      const of = (series: readonly StoredSeries[]) => series.filter(({ labels }) => labels.get('slo') === slo.name);
      const byName = namesOf(of(present));
      return [
        slo.name,
        {
          atMs: nowMs,
          ...countsOf(of(counts), nowMs - slo.windowMs),
          ratios: lastOf(byName, ratioWindows, recorded.ratio),
          totals: lastOf(byName, longWindows, recorded.total),
          remaining: thinned(of(past)[0], nowMs - slo.windowMs, slo.windowMs / points),
        },
      ];
    }),
  );
}

function select(
  names: readonly string[],
  rangeMs: number,
  { storage, service, nowMs }: ObserveOptions,
): Promise<readonly StoredSeries[]> | readonly StoredSeries[] {
  const matchers = [new Matcher(METRIC_NAME, '=~', names.join('|')), new Matcher('service', '=', service)];
  return storage.select({ matchers, startMs: nowMs - rangeMs + 1, endMs: nowMs });
}

function countsOf(series: readonly StoredSeries[], afterMs: number) {
  const byName = namesOf(series);
  const totals = valuesAfter(byName.get(recorded.countedTotal), afterMs);
  const errors = valuesAfter(byName.get(recorded.countedErrors), afterMs);
  return {
    total: sumOf(totals),
    errors: sumOf(errors),
    observedMs: totals.length * COUNT_MS,
    lastCountMs: totals.at(-1)?.timeMs,
  };
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

/** The last value of each step. */
function thinned(series: StoredSeries | undefined, afterMs: number, stepMs: number): readonly RemainingPoint[] {
  const byStep = new Map<number, RemainingPoint>();
  for (const { timeMs, value } of valuesAfter(series, afterMs)) {
    byStep.set(Math.ceil((timeMs - afterMs) / stepMs), { timeMs, ratio: value });
  }
  return [...byStep.values()];
}
