import type { FacePool } from '../../face/face-pool.ts';
import type { GalleryEntry } from '../../gallery/gallery-entry.ts';
import type { Sightings } from '../detect/sightings.ts';
import type { Match, Tolerances } from './match.ts';
import { matchFace } from './match.ts';
import type { Recognition } from './recognition.ts';
import type { MatchedFace } from './visitors.ts';
import { visitorsOf } from './visitors.ts';

export interface RecogniseOptions {
  readonly faces: FacePool;
  /** The enrolled people as they are now; asked for each visit, so that who was deleted is unknown at once. */
  readonly gallery: () => readonly GalleryEntry[];
  readonly tolerances: Tolerances;
  readonly onMatch: (match: Match) => void;
}

/** Says of each visitor who it is. */
export function createRecogniseStep(options: RecogniseOptions): (sightings: Sightings) => Promise<Recognition> {
  return async ({ press, frames, faces, motion }) => {
    const crops = faces.map((face) => face.crop);
    const encodings = crops.length === 0 ? [] : await options.faces.run('describe', { crops });
    const gallery = options.gallery();
    const matched: MatchedFace[] = [];
    for (const [index, { box, frame }] of faces.entries()) {
      const encoding = encodings[index];
      if (encoding) matched.push({ ...matchFace(encoding, gallery, options.tolerances), box, frame, encoding });
    }
    const visitors = visitorsOf(matched, options.tolerances.known);
    for (const visitor of visitors) options.onMatch(visitor);
    return { press, frames, faces: visitors.map(withoutEncoding), motion };
  };
}

function withoutEncoding({ encoding: _, ...face }: MatchedFace): Recognition['faces'][number] {
  return face;
}
