import type { FaceBox } from '../../face/thread-job.ts';
import type { Burst } from '../camera/burst.ts';
import type { Match } from './match.ts';

/** One visitor: the sighting that says most about who it is. */
export interface RecognisedFace extends Match {
  readonly box: FaceBox;
  readonly frame: number;
}

export interface Recognition extends Burst {
  readonly faces: readonly RecognisedFace[];
  readonly motion: number | undefined;
}
