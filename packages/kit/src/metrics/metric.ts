/** What every kind of metric is defined with. */
export interface MetricDefinition<L extends string> {
  /** Prometheus' conventions: base units, counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly L[];
}

/** One line of the exposition. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
