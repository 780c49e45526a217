const DAY_MS = 86_400_000;

/** How long a rolling window may be: whole weeks compare best, for each has the same days. */
export const sloWindowsMs: readonly number[] = [7, 28, 30, 90].map((days) => days * DAY_MS);

/** What share of what happens must be good: one of `slos:`, normalized. */
export interface SloConfig {
  readonly name: string;
  readonly description: string | undefined;
  /** Share that must be good: 0.999. */
  readonly objective: number;
  /** One of `sloWindowsMs`. */
  readonly windowMs: number;
  readonly indicator: SloIndicator;
  /** So many events the long window of an alert needs. */
  readonly minRequests: number;
  /** Of its alerts. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined: nobody is told. */
  readonly page: SloAlerting | undefined;
  readonly ticket: SloAlerting | undefined;
}

export interface SloAlerting {
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What is counted, and what of it is bad. */
export type SloIndicator =
  /** Requests as the proxy counts them; bad: answered with 5xx, or cut before the answer was whole. */
  | { readonly kind: 'availability' }
  /** Answers as the proxy times them; bad: slower. */
  | { readonly kind: 'latency'; readonly thresholdMs: number }
  /** PromQL with `$window` for the range; `counted` says what the query beside `total` counts. */
  | { readonly kind: 'query'; readonly counted: 'errors' | 'good'; readonly query: string; readonly total: string }
  /** Looks of a probe; those that proved nothing count as neither. */
  | { readonly kind: 'probe'; readonly probe: string };
