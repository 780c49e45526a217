/** The share that may be bad: 0.001 for 0.999, without the dust of floating point. */
export function budgetOf(objective: number): number {
  return Number((1 - objective).toPrecision(12));
}
