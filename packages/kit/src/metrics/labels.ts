/** The values of a metric's labels: exactly the names that it was defined with. */
export type Labels<L extends string> = Readonly<Record<L, string | number>>;

/** A metric with labels wants them first; one without takes the value alone. */
export type LabelArgs<L extends string, Value extends readonly unknown[]> = [L] extends [never]
  ? [...Value] | [labels: Readonly<Record<string, never>>, ...Value]
  : [labels: Labels<L>, ...Value];

/** What a label-less and a labelled call have in common once taken apart. */
export interface Recording {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | undefined;
}

/** Takes the arguments of a recording apart; a label that was not given is empty, one that is not defined is left out. */
export function readRecording(names: readonly string[], args: readonly unknown[]): Recording {
  const [first, second] = args;
  if (typeof first !== 'object' || first === null) return { labels: pickLabels(names, {}), value: toNumber(first) };
  return { labels: pickLabels(names, first as Record<string, unknown>), value: toNumber(second) };
}

export function pickLabels(names: readonly string[], given: Readonly<Record<string, unknown>>): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const name of names) labels[name] = given[name] === undefined ? '' : String(given[name]);
  return labels;
}

function toNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value);
}
