import type { DetectedFace } from '../../face/thread-job.ts';
import type { Burst } from '../camera/burst.ts';

/** A face and the frame in which it was seen. */
export interface SightedFace extends DetectedFace {
  readonly frame: number;
}

/** The faces of all frames; one visitor may be among them several times. */
export interface Sightings extends Burst {
  readonly faces: readonly SightedFace[];
  readonly motion: number | undefined;
}
