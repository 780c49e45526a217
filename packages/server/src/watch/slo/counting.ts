/** The counts are taken so long after their time: by then every scrape of it is stored. */
const SETTLE = '15s';
const SETTLED_STEP = '5m15s';

/**
 * By how much counters grew within the last five minutes, exactly: the difference of the counter itself, so that counts
 * of five minutes each add up to what it counted. increase() would not: it extrapolates, and misses what happened between
 * the last sample of one window and the first of the next. When scrapes were missing for up to an hour, the first count
 * after them has what they missed; a new counter counts from its first sample on. While a counter began anew within the
 * last hour, or has gone, increase() has to do.
 */
export function exactIncrease(selector: string): string {
  const before = `(last_over_time(${selector}[1h] offset ${SETTLED_STEP}) or min_over_time(${selector}[5m] offset ${SETTLE}))`;
  return [
    `(${selector} offset ${SETTLE} - ${before}`,
    `unless resets(${selector}[65m] offset ${SETTLE}) > 0)`,
    `or increase(${selector}[5m] offset ${SETTLE})`,
  ].join(' ');
}

/** Looks at a gauge within a range, as counted for the record or as seen now. */
export function settledRange(selector: string, range: string): string {
  return `${selector}[${range}] offset ${SETTLE}`;
}
