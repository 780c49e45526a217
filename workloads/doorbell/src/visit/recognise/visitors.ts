import type { FaceStatus } from './match.ts';
import { euclidean } from './match.ts';
import type { RecognisedFace } from './recognition.ts';

export interface MatchedFace extends RecognisedFace {
  readonly encoding: Float32Array;
}

const WEIGHT: Record<FaceStatus, number> = { blacklisted: 2, known: 1, unknown: 0 };

/**
 * The visitors behind the sightings of a burst. Two faces are one visitor when they are from different frames and as
 * near to each other as a face must be to be recognised. A visitor is what the most telling sighting says: blacklisted
 * in one frame is blacklisted.
 */
export function visitorsOf(faces: readonly MatchedFace[], tolerance: number): readonly MatchedFace[] {
  const visitors: MatchedFace[][] = [];
  for (const face of faces) {
    const same = visitors.find((seen) => isSameVisitor(face, seen, tolerance));
    if (same) same.push(face);
    else visitors.push([face]);
  }
  return visitors.flatMap((seen) => seen.toSorted(mostTellingFirst).slice(0, 1));
}

function isSameVisitor(face: MatchedFace, seen: readonly MatchedFace[], tolerance: number): boolean {
  if (seen.some((other) => other.frame === face.frame)) return false;
  return seen.some((other) => euclidean(face.encoding, other.encoding) < tolerance);
}

function mostTellingFirst(a: MatchedFace, b: MatchedFace): number {
  return WEIGHT[b.status] - WEIGHT[a.status] || (a.distance ?? Infinity) - (b.distance ?? Infinity) || 0;
}
