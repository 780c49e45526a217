import type { Labels } from '@seaworthy/promql';
import type { Relabel } from '../relabel/relabel.ts';

/** Where a page comes from: an address, or a function when it is our own. */
export type PageSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'inside'; readonly name: string; readonly read: (signal: AbortSignal) => Promise<InsidePage> };

export interface InsidePage {
  readonly text: string;
  readonly contentType: string;
}

/** One thing to scrape. Two targets with the same key are the same: its loop, and its series, go on. */
export interface Target {
  readonly key: string;
  readonly job: string;
  /** Of every sample; without any that begin with `__`. */
  readonly labels: Labels;
  /** Before relabelling. */
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly source: PageSource;
  readonly limits: ScrapeLimits;
  readonly metricRelabel: Relabel | undefined;
}

export interface ScrapeLimits {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  /** 0: none. */
  readonly sampleLimit: number;
  readonly bodySizeLimitBytes: number;
}

export type TargetHealth = 'up' | 'down' | 'unknown';

/** What is known of a target, for people. */
export interface TargetState {
  readonly target: Target;
  readonly health: TargetHealth;
  /** Why it is down, or unknown; empty else. */
  readonly lastError: string;
  readonly lastScrapeMs: number | undefined;
  readonly lastDurationMs: number | undefined;
  readonly metadata: ReadonlyMap<string, MetricMetadata>;
}

export interface MetricMetadata {
  readonly type?: string;
  readonly help?: string;
  readonly unit?: string;
}
