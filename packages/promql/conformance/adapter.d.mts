/** Gives the `createEngine` that shared/promql/score.mjs calls. */
export function adapt(promql: object): () => unknown;
