const bitsPerTrace = 10;
const probes = 7;

/**
 * A Bloom filter over trace ids: says "no" for certain, "yes" wrongly for one id in a hundred. No ids, no bytes.
 * (Burton H. Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, 1970.)
 */
export function traceFilterOf(traceIds: ReadonlySet<string>): Uint8Array {
  const filter = new Uint8Array(Math.ceil((traceIds.size * bitsPerTrace) / 8));
  for (const id of traceIds) {
    for (const bit of bitsOf(id, filter.length * 8)) {
      filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  return filter;
}

export function mayHold(filter: Uint8Array, traceId: string): boolean {
  if (filter.length === 0) return false;
  return bitsOf(traceId, filter.length * 8).every((bit) => ((filter[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0);
}

/** Double hashing (Kirsch and Mitzenmacher, 2006). Ids need not be random: both halves are mixed once more. */
function bitsOf(traceId: string, bits: number): number[] {
  const first = mix(word(traceId, 0) ^ mix(word(traceId, 8)));
  const second = mix(word(traceId, 16) ^ mix(word(traceId, 24))) | 1;
  return Array.from({ length: probes }, (_, probe) => ((first + Math.imul(probe, second)) >>> 0) % bits);
}

function word(traceId: string, from: number): number {
  return Number.parseInt(traceId.slice(from, from + 8), 16) | 0;
}

/** Finalizer of MurmurHash3. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
