export { LabelsBuilder } from './builder.ts';
export { formatLabels } from './format.ts';
export type { LabelSource } from './labels.ts';
export { compareLabels, Labels, METRIC_NAME } from './labels.ts';
export type { MatchOperator } from './matcher.ts';
export { Matcher } from './matcher.ts';
export { isLabelName, isLegacyLabelName, isLegacyMetricName, isValidText } from './names.ts';
export { quote } from './quote.ts';
