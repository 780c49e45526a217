import { Labels, staleNaN } from '@seaworthy/promql';
import type { Appender, AppendOutcome } from '@seaworthy/promql/storage';
import { Taking } from '../nouns/taken.ts';
import type { MetricsRequest, ResourceMetrics } from '../schema/metrics.ts';
import type { DeltaTotals } from './delta-totals.ts';
import { labelPairs } from './label-pairs.ts';
import type { Part, Point } from './point.ts';
import { readPoints } from './point.ts';
import { targetLabels } from './target-labels.ts';

export interface SampleWriting {
  readonly appender: Appender;
  readonly totals: DeltaTotals;
  readonly nowMs: number;
}

const NANOS_A_MS = 1_000_000n;
/** A clock that is further ahead would shut its series for everybody whose clock is right. */
const MOST_AHEAD_MS = 600_000;

/** Hands every data point to the appender, which the caller commits; tells how many it did not take. */
export function writeSamples(
  request: MetricsRequest,
  writing: SampleWriting,
): { rejected: number; reason: string; taken: number } {
  const taking = new Taking<never>();
  let taken = 0;
  for (const resource of request.resourceMetrics ?? []) taken += writeResource(resource, writing, taking);
  return { rejected: taking.rejected, reason: taking.reason, taken };
}

function writeResource(resource: ResourceMetrics, writing: SampleWriting, taking: Taking<never>): number {
  const { identity, info } = targetLabels(resource.resource);
  let taken = 0;
  let newestMs = 0;
  for (const { metrics = [] } of resource.scopeMetrics ?? []) {
    for (const metric of metrics) {
      for (const point of readPoints(metric)) {
        const reason = 'refused' in point ? point.refused : writePoint(point, identity, writing);
        if (reason !== undefined) taking.reject(reason, 'refused' in point ? point.count : 1);
        else taken++;
        if (reason === undefined && 'timeUnixNano' in point) newestMs = Math.max(newestMs, timeOf(point, writing));
      }
    }
  }
  if (info !== undefined && newestMs > 0) writing.appender.append(info, newestMs, 1);
  return taken;
}

/** Why the point was not taken, if it was not. */
function writePoint(point: Point, identity: ReadonlyMap<string, string>, writing: SampleWriting): string | undefined {
  const timeMs = timeOf(point, writing);
  if (timeMs - writing.nowMs > MOST_AHEAD_MS) return `${point.name}: its time lies more than ten minutes ahead`;
  const pairs = labelPairs(point.attributes);
  for (const [name, value] of identity) pairs.set(name, value);
  const labels = point.parts.map((part) => labelsOf(point.name, part, pairs));
  const values = valuesOf(point, pairs, writing);
  if (typeof values === 'string') return `${point.name}: ${values}`;
  let worst: AppendOutcome = 'ok';
  for (const [index, each] of labels.entries()) {
    const outcome = writing.appender.append(each, timeMs, values[index] ?? 0);
    if (outcome !== 'ok') worst = outcome;
  }
  return worst === 'ok' ? undefined : `${point.name}: ${outcomes[worst]}`;
}

const outcomes: Readonly<Record<Exclude<AppendOutcome, 'ok'>, string>> = {
  out_of_order: 'the series has a newer sample',
  duplicate: 'the series has another value at that time',
  limit: 'the store holds as many series as it may',
};

function timeOf({ timeUnixNano }: Point, { nowMs }: SampleWriting): number {
  return timeUnixNano === 0n ? nowMs : Number(timeUnixNano / NANOS_A_MS);
}

function labelsOf(name: string, { suffix, label }: Part, pairs: ReadonlyMap<string, string>): Labels {
  const own: readonly (readonly [string, string])[] = [['__name__', name + suffix]];
  return Labels.from([...pairs, ...own, ...(label === undefined ? [] : [label])]);
}

function valuesOf(
  point: Point,
  pairs: ReadonlyMap<string, string>,
  { totals, nowMs }: SampleWriting,
): Float64Array | string {
  if (point.hasEnded) return new Float64Array(point.parts.length).fill(staleNaN);
  const values = point.parts.map(({ value }) => value);
  if (!point.isDelta) return Float64Array.from(values);
  // Buckets that change their bounds are other series, and begin anew.
  const bounds = point.parts.map(({ label }) => label?.[1] ?? '').join();
  const key = `${point.name} ${bounds} ${Labels.from(pairs).key}`;
  const outcome = totals.add(key, point.timeUnixNano, values, nowMs);
  if (outcome === 'out_of_order') return 'a delta of that time was counted already';
  return outcome === 'too_many' ? `more than ${totals.most} series are sent as deltas; send them cumulative` : outcome;
}
