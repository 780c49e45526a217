import type { Balance } from '../control/contract.ts';

/** What a choice looks at. */
export interface Candidate {
  readonly weight: number;
  readonly inFlight: number;
  readonly meanMs: number;
  standing: number;
}

/** Chooses one of `candidates`, of which there is at least one. `turn` grows by one with every choice. */
export function choose<T extends Candidate>(balance: Balance, candidates: readonly T[], turn: number): T | undefined {
  if (candidates.length < 2) return candidates[0];
  switch (balance) {
    case 'round-robin':
      return candidates[turn % candidates.length];
    case 'weighted':
      return byWeight(candidates);
    case 'least-connections':
      return lowest(candidates, turn, (candidate) => (candidate.inFlight + 1) / candidate.weight);
    case 'response-time':
      return lowest(candidates, turn, (candidate) => candidate.meanMs * (candidate.inFlight + 1));
  }
}

/**
 * Smooth weighted round robin: everyone gains its weight each turn, the highest serves and pays the sum. Over any stretch the
 * shares are exact to within one turn, and a heavy candidate is spread out instead of served in a row.
 */
export function byWeight<T extends { readonly weight: number; standing: number }>(
  candidates: readonly T[],
): T | undefined {
  let best: T | undefined;
  let sum = 0;
  for (const candidate of candidates) {
    candidate.standing += candidate.weight;
    sum += candidate.weight;
    if (!best || candidate.standing > best.standing) best = candidate;
  }
  if (best) best.standing -= sum;
  return best;
}

/** Starts at the turn, so that equals take turns. */
function lowest<T>(candidates: readonly T[], turn: number, cost: (candidate: T) => number): T | undefined {
  let best: T | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[(turn + i) % candidates.length];
    if (!candidate || cost(candidate) >= bestCost) continue;
    best = candidate;
    bestCost = cost(candidate);
  }
  return best;
}
