import type { Attributes } from '../../traces/span.ts';
import { readAttributes } from '../nouns/attributes.ts';
import type {
  HistogramDataPoint,
  Metric,
  NumberDataPoint,
  ResourceMetrics,
  SummaryDataPoint,
} from '../schema/metrics.ts';
import { metricName } from './metric-name.ts';

/** `AGGREGATION_TEMPORALITY_DELTA` and `_CUMULATIVE`. */
const [DELTA, CUMULATIVE] = [1, 2];
/** `DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK`: the series has ended. */
const NO_VALUE = 1;
/** Each bucket is a series. */
const MOST_BUCKETS = 500;

/** One sample of a data point: its name's ending, the label that it has over the point's attributes, and its value. */
export interface Part {
  readonly suffix: '' | '_bucket' | '_sum' | '_count';
  readonly label?: readonly [name: 'le' | 'quantile', value: string];
  readonly value: number;
}

/** A data point as samples, before its time and labels are settled. */
export interface Point {
  readonly name: string;
  readonly attributes: Attributes;
  readonly timeUnixNano: bigint;
  readonly startUnixNano: bigint;
  readonly isDelta: boolean;
  readonly hasEnded: boolean;
  readonly parts: readonly Part[];
}

/** Each point of the metric, or a reason for all of them, or for one. */
export function* readPoints(metric: Metric): Generator<Point | { readonly refused: string; readonly count: number }> {
  const data = metric.gauge ?? metric.sum ?? metric.histogram ?? metric.summary ?? metric.exponentialHistogram;
  const count = data?.dataPoints?.length ?? 0;
  const reason = refusal(metric);
  if (reason !== undefined) {
    if (count > 0) yield { refused: reason, count };
    return;
  }
  const { sum, histogram, unit = '' } = metric;
  const kind = sum?.isMonotonic === true ? 'counter' : metric.gauge === undefined ? 'other' : 'gauge';
  const name = metricName({ name: metric.name ?? '', unit, kind });
  const isDelta = (sum ?? histogram)?.aggregationTemporality === DELTA;
  const common = { name, isDelta };
  for (const point of (metric.gauge ?? sum)?.dataPoints ?? []) yield { ...common, ...numberPoint(point) };
  for (const point of histogram?.dataPoints ?? []) yield histogramPoint(point, common);
  for (const point of metric.summary?.dataPoints ?? []) yield { ...common, ...summaryPoint(point) };
}

function refusal({ name = '', sum, histogram, exponentialHistogram }: Metric): string | undefined {
  if (!/[a-zA-Z0-9]/.test(name)) return 'a metric without a name';
  if (exponentialHistogram !== undefined) {
    return `${name}: exponential histograms are not supported; use explicit buckets`;
  }
  const temporality = (sum ?? histogram)?.aggregationTemporality;
  if (temporality === undefined && sum === undefined && histogram === undefined) return undefined;
  if (temporality !== DELTA && temporality !== CUMULATIVE) return `${name}: neither cumulative nor delta`;
  if (temporality === DELTA && sum !== undefined && sum.isMonotonic !== true) {
    return `${name}: delta of a sum that may fall is not supported; send it cumulative`;
  }
  return undefined;
}

function common(point: NumberDataPoint | HistogramDataPoint | SummaryDataPoint) {
  return {
    attributes: readAttributes(point.attributes),
    timeUnixNano: point.timeUnixNano ?? 0n,
    startUnixNano: point.startTimeUnixNano ?? 0n,
    hasEnded: ((point.flags ?? 0) & NO_VALUE) !== 0,
  };
}

function numberPoint(point: NumberDataPoint) {
  const value = point.asDouble ?? Number(point.asInt ?? 0);
  const parts: readonly Part[] = [{ suffix: '', value }];
  return { ...common(point), parts };
}

/** Buckets become cumulative, as Prometheus has them: each counts all that is at most its bound. */
function histogramPoint(point: HistogramDataPoint, names: { readonly name: string; readonly isDelta: boolean }) {
  const { bucketCounts = [], explicitBounds = [], count = 0, sum } = point;
  if (explicitBounds.length > MOST_BUCKETS) {
    return { refused: `${names.name}: more than ${MOST_BUCKETS} buckets`, count: 1 };
  }
  if (bucketCounts.length > 0 && bucketCounts.length !== explicitBounds.length + 1) {
    return { refused: `${names.name}: ${bucketCounts.length} buckets for ${explicitBounds.length} bounds`, count: 1 };
  }
  let below = 0;
  const buckets = explicitBounds.map((bound, index): Part => {
    below += Number(bucketCounts[index] ?? 0);
    return { suffix: '_bucket', label: ['le', boundText(bound)], value: below };
  });
  const parts: Part[] = [
    ...buckets,
    { suffix: '_bucket', label: ['le', '+Inf'], value: Number(count) },
    { suffix: '_count', value: Number(count) },
  ];
  const about = common(point);
  if (sum !== undefined || about.hasEnded) parts.push({ suffix: '_sum', value: sum ?? 0 });
  return { ...names, ...about, parts };
}

function boundText(bound: number): string {
  return bound === Infinity ? '+Inf' : String(bound);
}

function summaryPoint(point: SummaryDataPoint) {
  const quantiles = (point.quantileValues ?? []).map(
    ({ quantile = 0, value = 0 }): Part => ({ suffix: '', label: ['quantile', String(quantile)], value }),
  );
  const parts: readonly Part[] = [
    ...quantiles,
    { suffix: '_count', value: Number(point.count ?? 0) },
    { suffix: '_sum', value: point.sum ?? 0 },
  ];
  return { ...common(point), parts };
}

/** How many data points a resource's metrics hold. */
export function countPoints({ scopeMetrics = [] }: ResourceMetrics): number {
  let count = 0;
  for (const { metrics = [] } of scopeMetrics) {
    for (const { gauge, sum, histogram, exponentialHistogram, summary } of metrics) {
      count += (gauge ?? sum ?? histogram ?? exponentialHistogram ?? summary)?.dataPoints?.length ?? 0;
    }
  }
  return count;
}
