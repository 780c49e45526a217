import type { AuditEntryProof } from '@seaworthy/api';
import { toBase64, toBytes } from './bytes.ts';

/** One joining of two hashes on the way from the entry to the root (RFC 9162, 2.1.3.2). */
export interface ProofStep {
  /** What is joined; it stands before or after what was there. */
  readonly sibling: string;
  readonly side: 'before' | 'after';
  /** The entries that it stands for. */
  readonly first: number;
  readonly last: number;
  /** What comes of it. */
  readonly hash: string;
}

export interface ComputedProof {
  /** Hash of the entry itself. */
  readonly leaf: string;
  readonly steps: readonly ProofStep[];
  readonly root: string;
}

/** Follows the path with hashes of one's own; undefined when it has another length than this place in the tree asks for. */
export async function computeProof({ line, index, size, hashes }: AuditEntryProof): Promise<ComputedProof | undefined> {
  let hash = await sha256(Uint8Array.of(0), new TextEncoder().encode(line));
  const leaf = toBase64(hash);
  const places = siblingsOf(index, size);
  if (places.length !== hashes.length) return undefined;
  const steps: ProofStep[] = [];
  for (const [at, place] of places.entries()) {
    const sibling = hashes[at] ?? '';
    const [left, right] = place.side === 'before' ? [toBytes(sibling), hash] : [hash, toBytes(sibling)];
    hash = await sha256(Uint8Array.of(1), left, right);
    steps.push({ ...place, sibling, hash: toBase64(hash) });
  }
  return { leaf, steps, root: toBase64(hash) };
}

/** Which entries the hashes of a path stand for, from the leaf up. */
export function siblingsOf(index: number, size: number): readonly Pick<ProofStep, 'side' | 'first' | 'last'>[] {
  const found: Pick<ProofStep, 'side' | 'first' | 'last'>[] = [];
  let [at, lastAt, width] = [index, size - 1, 1];
  while (lastAt > 0) {
    const isRight = at % 2 === 1;
    if (isRight) found.push({ side: 'before', first: (at - 1) * width + 1, last: at * width });
    else if (at !== lastAt) {
      found.push({ side: 'after', first: (at + 1) * width + 1, last: Math.min((at + 2) * width, size) });
    }
    [at, lastAt, width] = [Math.floor(at / 2), Math.floor(lastAt / 2), width * 2];
  }
  return found;
}

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}
