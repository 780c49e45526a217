import type { FacePool } from '../../face/face-pool.ts';
import type { Burst, Unseen } from '../camera/burst.ts';
import { PictureRefused } from '../press/receive.ts';
import type { Scene } from './scene.ts';

export interface GateOptions {
  readonly faces: FacePool;
  readonly maxEdge: number;
  /** Share of the picture that must change for a frame to be worth another look; 0 keeps all frames. */
  readonly threshold: number;
}

/** Decodes the burst off the event loop and drops the frames that show nothing new. */
export function createMotionStep(options: GateOptions): (burst: Burst) => Promise<Scene | Unseen> {
  return async (burst) => {
    const { faces, maxEdge, threshold } = options;
    const prepared = await faces.run('prepare', { frames: burst.frames, maxEdge, motionThreshold: threshold });
    if (prepared.pictures.length === 0) return nothingReadable(burst, prepared.unreadable[0]?.problem ?? 'no frame');
    return { ...burst, pictures: prepared.pictures, motion: prepared.motion };
  };
}

/** Who sent the picture can send another; what the camera saw is lost, and the visit still counts. */
function nothingReadable(burst: Burst, problem: string): Unseen {
  if (burst.press.picture) throw new PictureRefused('picture_unreadable', `the picture cannot be decoded: ${problem}`);
  return { press: burst.press, failure: `no frame could be decoded: ${problem}` };
}
