/** A stretch of time in which a value was the same; null: nobody knows. */
export interface Run {
  readonly value: number | null;
  readonly count: number;
  /** Index of its first time. */
  readonly start: number;
}

export function runsOf(values: readonly (number | null)[]): readonly Run[] {
  const runs: { value: number | null; count: number; start: number }[] = [];
  values.forEach((value, index) => {
    const last = runs.at(-1);
    if (last !== undefined && last.value === value) last.count += 1;
    else runs.push({ value, count: 1, start: index });
  });
  return runs;
}
