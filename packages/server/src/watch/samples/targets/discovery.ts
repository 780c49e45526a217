import type { ScrapeConfig } from '../../../config/metrics-config.ts';
import type { PageSource } from '../target.ts';

/** Targets that share labels. */
export interface TargetGroup {
  /** `host:port` each; or a page of our own, with the address that it is shown under. */
  readonly targets: readonly (string | InsideTarget)[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface InsideTarget {
  readonly address: string;
  readonly source: PageSource;
}

/** Tells which targets a job has at present. */
export interface Discovery {
  readonly job: ScrapeConfig;
  groups(): readonly TargetGroup[];
  /** Told after each change of `groups`. Returns the function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** For those that watch something. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

/** Targets that never change. */
export function staticTargets(job: ScrapeConfig, groups: readonly TargetGroup[]): Discovery {
  return { job, groups: () => groups, onChange: () => () => {} };
}
