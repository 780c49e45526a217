import { decodePicture, UnreadablePicture } from '../picture/decode.ts';
import { lumaGrid } from '../picture/raster.ts';
import { createMotionGate } from './motion-gate.ts';
import type { KeptPicture, PreparedBurst, PrepareInput } from './thread-job.ts';

const GRID_COLUMNS = 64;
const GRID_ROWS = 48;

/** Decodes the frames in order; unreadable ones are named, frames without anything new are left out. */
export function prepareBurst(input: PrepareInput): PreparedBurst {
  const pictures: KeptPicture[] = [];
  const unreadable: { frame: number; problem: string }[] = [];
  const gate = createMotionGate(input.motionThreshold);
  for (const [frame, jpeg] of input.frames.entries()) {
    try {
      const picture = decodePicture(jpeg, input.maxEdge);
      if (gate.admits(lumaGrid(picture, GRID_COLUMNS, GRID_ROWS))) pictures.push({ ...picture, frame });
    } catch (error) {
      if (!(error instanceof UnreadablePicture)) throw error;
      unreadable.push({ frame, problem: error.message });
    }
  }
  return { pictures, motion: gate.largestChange(), unreadable };
}
