import { euclidean } from '../visit/recognise/match.ts';

/** One face of a labelled picture: how it was enrolled, and how it looked when it came back (undefined: not found). */
export interface LabelledFace {
  readonly picture: string;
  readonly enrolled: Float32Array;
  readonly returns: readonly (Float32Array | undefined)[];
}

/** Right decisions among all, and of which kind the wrong ones were. */
export interface AccuracyScore {
  readonly percent: number;
  readonly samePairs: number;
  readonly sameRefused: number;
  readonly otherPairs: number;
  readonly otherAccepted: number;
}

/**
 * Pairs with a known answer: a face and its own variation are the same person; two faces of one photo are not. A face
 * that is not found again counts as a wrong decision. Undefined when there is no pair.
 */
export function scoreAccuracy(faces: readonly LabelledFace[], tolerance: number): AccuracyScore | undefined {
  const same = faces.flatMap((face) => face.returns.map((back) => back && euclidean(face.enrolled, back)));
  const other = faces.flatMap((face, index) =>
    faces
      .slice(index + 1)
      .filter(({ picture }) => picture === face.picture)
      .map(({ enrolled }) => euclidean(face.enrolled, enrolled)),
  );
  const pairs = same.length + other.length;
  if (pairs === 0) return undefined;
  const sameRefused = same.filter((distance) => distance === undefined || distance >= tolerance).length;
  const otherAccepted = other.filter((distance) => distance < tolerance).length;
  const percent = (100 * (pairs - sameRefused - otherAccepted)) / pairs;
  return { percent, samePairs: same.length, sameRefused, otherPairs: other.length, otherAccepted };
}
