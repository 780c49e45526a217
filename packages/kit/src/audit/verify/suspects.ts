/** A line that does not have the key's seal. What it was is decided by what stands after it. */
export interface Suspect {
  readonly segment: number;
  readonly line: number;
  /** The sequence that it says it has. */
  readonly claimed: number | undefined;
}

export interface Judged {
  /** Lines that stand where an entry stood. */
  readonly altered: readonly (Suspect & { readonly sequence: number })[];
  /** Lines for which there is no place. */
  readonly inserted: readonly Suspect[];
  /** Entries for which there is no line. */
  readonly missing: readonly (readonly [number, number])[];
}

/** Shares the entries from `next` to before `end` out among the lines that stand in their place. */
export function judge(suspects: readonly Suspect[], next: number, end: number): Judged {
  const claims = new Map<number, Suspect>();
  for (const suspect of suspects) {
    const { claimed } = suspect;
    if (claimed !== undefined && claimed >= next && claimed < end && !claims.has(claimed)) claims.set(claimed, suspect);
  }
  const claimants = new Set(claims.values());
  const others = suspects.filter((suspect) => !claimants.has(suspect));
  const altered = [...claims].map(([sequence, suspect]) => ({ ...suspect, sequence }));
  const missing: [number, number][] = [];
  const taken = [...claims.keys()].sort((left, right) => left - right);
  let from = next;
  for (const bound of [...taken, end]) {
    for (; from < bound && others.length > 0; from += 1) {
      const suspect = others.shift();
      if (suspect !== undefined) altered.push({ ...suspect, sequence: from });
    }
    if (from < bound) missing.push([from, bound - 1]);
    from = bound + 1;
  }
  return { altered, inserted: others, missing };
}
