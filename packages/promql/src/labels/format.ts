import type { Labels } from './labels.ts';
import { METRIC_NAME } from './labels.ts';
import { isLegacyLabelName, isLegacyMetricName } from './names.ts';
import { quote } from './quote.ts';

/** A series as people write it: `up{job="api"}`, `{job="api"}`, `{"a name",job="api"}`. */
export function formatLabels(labels: Labels): string {
  const pairs = [...labels].filter(([name]) => name !== METRIC_NAME).map(formatPair);
  const metric = labels.metricName;
  if (metric !== '' && !isLegacyMetricName(metric)) return `{${[quote(metric), ...pairs].join(', ')}}`;
  return metric !== '' && pairs.length === 0 ? metric : `${metric}{${pairs.join(', ')}}`;
}

function formatPair([name, value]: readonly [string, string]): string {
  return `${isLegacyLabelName(name) ? name : quote(name)}=${quote(value)}`;
}
