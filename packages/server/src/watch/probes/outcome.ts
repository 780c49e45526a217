/** What one look found. `unsupported`: this machine cannot look so, and it says what is missing. */
export interface Outcome {
  readonly verdict: 'pass' | 'fail' | 'unsupported';
  /** In words for people; of a failure the whole reason. */
  readonly reason: string;
  /** Further samples by name: `probe_http_status_code`. */
  readonly measures: Readonly<Record<string, number>>;
}

/** One look at one thing. Rejects when there was no answer; the reason is then the error's message. */
export type Look = (signal: AbortSignal) => Promise<Outcome>;

export function pass(reason: string, measures: Outcome['measures'] = {}): Outcome {
  return { verdict: 'pass', reason, measures };
}

export function fail(reason: string, measures: Outcome['measures'] = {}): Outcome {
  return { verdict: 'fail', reason, measures };
}

export function unsupported(reason: string): Outcome {
  return { verdict: 'unsupported', reason, measures: {} };
}
