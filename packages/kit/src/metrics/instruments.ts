import type { LabelArgs, Labels } from './labels.ts';
import type { MetricDefinition, Sample } from './metric.ts';
import type { Rolling, RollingDefinition } from './rolling.ts';

export interface CounterDefinition<L extends string> extends MetricDefinition<L> {
  /** Called at each scrape to raise the counter to what was counted elsewhere. */
  readonly collect?: (counter: Counter<L>) => void | Promise<void>;
}

export interface GaugeDefinition<L extends string> extends MetricDefinition<L> {
  /** Called at each scrape to set the gauge. When it throws, the scrape has no sample of this gauge. */
  readonly collect?: (gauge: Gauge<L>) => void | Promise<void>;
}

export interface HistogramDefinition<L extends string> extends MetricDefinition<L> {
  /** Upper bounds, rising; `+Inf` is added. Default: Prometheus' own, 5 ms to 10 s. */
  readonly buckets?: readonly number[];
}

/** Only rises. A counter without labels begins at 0; `inc(labels, 0)` lets a labelled series begin there too. */
export interface Counter<L extends string> {
  inc(...args: LabelArgs<L, [value?: number]>): void;
}

/** Stands at what it was last set to; has no sample until it was set. */
export interface Gauge<L extends string> {
  set(...args: LabelArgs<L, [value: number]>): void;
  inc(...args: LabelArgs<L, [value?: number]>): void;
  dec(...args: LabelArgs<L, [value?: number]>): void;
  /** Takes one series away: the worker is gone, so there is nothing more to say of it. */
  remove(...args: LabelArgs<L, []>): void;
  /** Takes all series away. */
  clear(): void;
}

export interface Histogram<L extends string> {
  observe(...args: LabelArgs<L, [value: number]>): void;
}

/** A histogram of durations in seconds. */
export interface Timer<L extends string> {
  /** Starts the watch; the function stops it, with the labels that were not known yet, and tells the seconds. */
  start(labels?: Partial<Labels<L>>): (labels?: Partial<Labels<L>>) => number;
  /** Measures `run`, whether it succeeds or fails, and gives its result. */
  time<T>(labels: Labels<L>, run: () => T): T;
}

export interface Metrics {
  counter<const L extends string = never>(definition: CounterDefinition<L>): Counter<L>;
  gauge<const L extends string = never>(definition: GaugeDefinition<L>): Gauge<L>;
  histogram<const L extends string = never>(definition: HistogramDefinition<L>): Histogram<L>;
  timer<const L extends string = never>(definition: HistogramDefinition<L>): Timer<L>;
  /** What was measured of late, as two gauges. */
  rolling<const L extends string = never>(definition: RollingDefinition<L>): Rolling<L>;
  /**
   * Records by name: a counter rises by the value, a gauge is set to it, a histogram observes it. A name that nobody
   * defined is counted in `metrics_unknown_recordings_total`; it is no error.
   */
  record(name: string, value: number, labels?: Readonly<Record<string, string | number>>): void;
  /** False: every definition is checked, nothing is recorded, and there is nothing to scrape. */
  readonly isEnabled: boolean;
  /** The text that Prometheus scrapes. */
  render(): Promise<string>;
  readonly contentType: string;
  /** The samples of one metric as a scrape would read them now; empty when there is none of that name. */
  get(name: string): Promise<readonly Sample[]>;
}
