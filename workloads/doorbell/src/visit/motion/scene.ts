import type { KeptPicture } from '../../face/thread-job.ts';
import type { Burst } from '../camera/burst.ts';

/** The decoded frames that show something new, and how much moved between frames (undefined for a single one). */
export interface Scene extends Burst {
  readonly pictures: readonly KeptPicture[];
  readonly motion: number | undefined;
}
