import type { FacePool } from '../../face/face-pool.ts';
import type { Scene } from '../motion/scene.ts';
import type { SightedFace, Sightings } from './sightings.ts';

/** Looks for faces in every frame that the gate let pass. */
export function createDetectStep(faces: FacePool, minFacePx: number): (scene: Scene) => Promise<Sightings> {
  return async ({ press, frames, pictures, motion }) => {
    const sighted: SightedFace[] = [];
    for (const picture of pictures) {
      const found = await faces.run('detect', { picture, purpose: 'watch', minFacePx });
      for (const face of found) sighted.push({ ...face, frame: picture.frame });
    }
    return { press, frames, faces: sighted, motion };
  };
}
