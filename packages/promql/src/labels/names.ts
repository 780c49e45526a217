const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Names that can stand in a query without quotes. */
export function isLegacyLabelName(name: string): boolean {
  return LABEL.test(name);
}

export function isLegacyMetricName(name: string): boolean {
  return METRIC.test(name);
}

/** Since Prometheus 3 any text that is not empty and is valid UTF-8 names a label. */
export function isLabelName(name: string): boolean {
  return name !== '' && isValidText(name);
}

/** False for text that holds a byte which is not UTF-8 (from an escape such as `\xff`; see parse/strings.ts). */
export function isValidText(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}
