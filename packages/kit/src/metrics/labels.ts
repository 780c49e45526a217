/** The values of a metric's labels: exactly the names that it was defined with. */
export type Labels<L extends string> = Readonly<Record<L, string | number>>;

/** A metric with labels wants them first; one without takes the value alone. */
export type LabelArgs<L extends string, Value extends readonly unknown[]> = [L] extends [never]
  ? [...Value] | [labels: Readonly<Record<string, never>>, ...Value]
  : [labels: Labels<L>, ...Value];

const noLabels: Readonly<Record<string, unknown>> = Object.freeze({});

/** The labels of a recording, whose first argument they are where there are any. */
export function labelsOf(first: unknown): Readonly<Record<string, unknown>> {
  return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : noLabels;
}

/** The value of a recording: the first argument, or the second after labels. */
export function numberOf(first: unknown, second: unknown): number | undefined {
  const value = typeof first === 'object' && first !== null ? second : first;
  return value === undefined ? undefined : Number(value);
}
