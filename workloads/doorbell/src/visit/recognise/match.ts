import type { GalleryEntry, ListName } from '../../gallery/gallery-entry.ts';

export interface Tolerances {
  readonly known: number;
  readonly blacklist: number;
}

export type FaceStatus = 'known' | 'unknown' | 'blacklisted';

export interface Match {
  readonly status: FaceStatus;
  /** Who it is; null when nobody on the lists is near enough. */
  readonly person: string | null;
  /** 1 for the same encoding, 0.5 at the tolerance, 0 at twice the tolerance and beyond. */
  readonly confidence: number;
  /** To the nearest enrolled encoding of the list that decided; null when there is nobody to compare with. */
  readonly distance: number | null;
}

interface Nearest {
  readonly person: string;
  readonly distance: number;
}

/** Who this face is. The blacklist is asked first: whoever is near enough to it is never taken for somebody known. */
export function matchFace(encoding: Float32Array, gallery: readonly GalleryEntry[], tolerances: Tolerances): Match {
  const blacklisted = nearest(encoding, gallery, 'blacklist');
  if (blacklisted && blacklisted.distance < tolerances.blacklist) {
    return found('blacklisted', blacklisted, tolerances.blacklist);
  }
  const known = nearest(encoding, gallery, 'known');
  if (known && known.distance < tolerances.known) return found('known', known, tolerances.known);
  const distance = Math.min(known?.distance ?? Infinity, blacklisted?.distance ?? Infinity);
  if (distance === Infinity) return { status: 'unknown', person: null, confidence: 0, distance: null };
  return { status: 'unknown', person: null, confidence: confidence(distance, tolerances.known), distance };
}

function found(status: FaceStatus, { person, distance }: Nearest, tolerance: number): Match {
  return { status, person, confidence: confidence(distance, tolerance), distance };
}

function nearest(encoding: Float32Array, gallery: readonly GalleryEntry[], list: ListName): Nearest | undefined {
  let best: Nearest | undefined;
  for (const entry of gallery) {
    if (entry.list !== list) continue;
    const distance = euclidean(encoding, entry.encoding);
    if (!best || distance < best.distance) best = { person: entry.person, distance };
  }
  return best;
}

export function euclidean(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += (value - (b[index] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

function confidence(distance: number, tolerance: number): number {
  return Math.max(0, 1 - distance / (2 * tolerance));
}

export type ConfidenceBucket = 'high' | 'medium' | 'low' | 'very_low';

export function confidenceBucket(value: number): ConfidenceBucket {
  if (value >= 0.9) return 'high';
  if (value >= 0.7) return 'medium';
  return value >= 0.5 ? 'low' : 'very_low';
}
