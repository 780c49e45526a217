import type { Annotations } from '../../answer/annotations.ts';
import { checkQuantiles } from '../../answer/annotations.ts';
import type { Range } from '../../ast/index.ts';
import type { Column } from '../../values/column.ts';
import { emptyColumn, isPresentAnywhere } from '../../values/column.ts';
import { mergeSameLabels } from '../../values/merge.ts';
import type { Turns } from '../../values/turns.ts';
import { mapInTurns } from '../../values/turns.ts';
import { vectorValue } from '../../values/value.ts';
import type { CallFunction } from '../call-input.ts';
import { scalarArg, vectorArg } from '../call-input.ts';
import type { Bucket } from './buckets.ts';
import { normalizeBuckets } from './buckets.ts';
import { bucketFraction } from './fraction.ts';
import type { Histogram } from './histograms.ts';
import { bucketsAtStep, histogramsOf } from './histograms.ts';
import { bucketQuantile } from './quantile.ts';

const MONOTONICITY =
  'input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

/** histogram_quantile(phi, buckets) of classic histograms. */
export const histogramQuantile: CallFunction = async (input) => {
  const phis = scalarArg(input, 0);
  checkQuantiles(phis, placeOf(input.exprs, 0), input.annotations);
  const place = placeOf(input.exprs, 1);
  const histograms = histogramsOf(vectorArg(input, 1), place, input.annotations);
  return vectorValue(
    await perHistogram(histograms, phis.length, input.turns, (buckets, step, histogram) =>
      quantileAt(phis[step] as number, buckets, () => tellForced(histogram, place, input.annotations)),
    ),
  );
};

/** histogram_fraction(lower, upper, buckets) of classic histograms. */
export const histogramFraction: CallFunction = async (input) => {
  const [lowers, uppers] = [scalarArg(input, 0), scalarArg(input, 1)];
  const histograms = histogramsOf(vectorArg(input, 2), placeOf(input.exprs, 2), input.annotations);
  return vectorValue(
    await perHistogram(histograms, lowers.length, input.turns, (raw, step) => {
      const normalized = normalizeBuckets(raw);
      return normalized ? bucketFraction(lowers[step] as number, uppers[step] as number, normalized.buckets) : NaN;
    }),
  );
};

function quantileAt(phi: number, raw: readonly Bucket[], onForced: () => void): number {
  if (Number.isNaN(phi)) return NaN;
  if (phi < 0 || phi > 1) return phi < 0 ? -Infinity : Infinity;
  const normalized = normalizeBuckets(raw);
  if (normalized?.wasForced) onForced();
  return normalized ? bucketQuantile(phi, normalized.buckets) : NaN;
}

async function perHistogram(
  histograms: readonly Histogram[],
  stepCount: number,
  turns: Turns,
  compute: (buckets: Bucket[], step: number, histogram: Histogram) => number,
): Promise<Column[]> {
  const columns = await mapInTurns(histograms, turns, (histogram) => {
    const result = emptyColumn(histogram.labels, stepCount);
    for (let step = 0; step < stepCount; step++) {
      const buckets = bucketsAtStep(histogram, step);
      if (buckets.length === 0) continue;
      result.values[step] = compute(buckets, step, histogram);
      result.present[step] = 1;
    }
    return result;
  });
  return mergeSameLabels(columns.filter(isPresentAnywhere));
}

function tellForced({ metricName }: Histogram, place: Range, annotations: Annotations): void {
  annotations.inform(`${MONOTONICITY} for metric name ${JSON.stringify(metricName)}`, place);
}

function placeOf(exprs: readonly { readonly range: Range }[], index: number): Range {
  return exprs[index]?.range ?? { start: 0, end: 0 };
}
