import type { Attributes } from './span.ts';

const BITS_PER_ENTRY = 10;
const PROBES = 4;
const MOST_BYTES = 2048;

/** One resource stands behind many spans, as one object. */
const resourceHashes = new WeakMap<Attributes, readonly number[]>();

/** Adds numbers that stand for the attributes of a span, by which it can be searched for. */
export function addHashes(hashes: Set<number>, attributes: Attributes, resource: Attributes): void {
  let known = resourceHashes.get(resource);
  if (known === undefined) {
    known = hashesOf(resource);
    resourceHashes.set(resource, known);
  }
  for (const hash of known) hashes.add(hash);
  for (const key in attributes) hashes.add(hashOf(`${key}=${textOf(attributes[key])}`));
}

/** A Bloom filter: says of an attribute that it is not in a part of a trace, or that it may be. */
export function buildFilter(hashes: ReadonlySet<number>): Buffer {
  const bytes = Math.min(MOST_BYTES, Math.max(8, Math.ceil((hashes.size * BITS_PER_ENTRY) / 8)));
  const filter = Buffer.alloc(bytes);
  for (const hash of hashes) {
    for (const bit of bitsOf(hash, bytes * 8)) filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return filter;
}

export function mayHold(filter: Uint8Array, key: string, value: string): boolean {
  return bitsOf(hashOf(`${key}=${value}`), filter.length * 8).every(
    (bit) => ((filter[bit >> 3] ?? 0) >> (bit & 7)) & 1,
  );
}

/** Of the span itself or of its resource; lists and maps by their JSON. */
export function hasAttribute(span: { attributes: Attributes; resource: Attributes }, key: string, value: string) {
  return [span.attributes, span.resource].some((attributes) => {
    const found = attributes[key];
    return found !== undefined && textOf(found) === value;
  });
}

function hashesOf(attributes: Attributes): number[] {
  const hashes: number[] = [];
  for (const key in attributes) hashes.push(hashOf(`${key}=${textOf(attributes[key])}`));
  return hashes;
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function bitsOf(hash: number, bits: number): number[] {
  const step = (Math.imul(hash, 0x9e3779b1) | 1) >>> 0;
  return Array.from({ length: PROBES }, (_, probe) => (hash + probe * step) % bits);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
