import type { Clock } from '@seaworthy/kit';
import type { Press } from '../press/press.ts';
import type { Burst, Unseen } from './burst.ts';
import type { Camera } from './folder-camera.ts';

export interface CaptureOptions {
  readonly cameras: ReadonlyMap<string, Camera>;
  readonly burst: number;
  readonly attempts: number;
  readonly retryDelayMs: number;
  readonly clock: Clock;
}

/** The pictures of a press: its own, or a burst of its camera, tried a few times. Never throws: no picture is a result. */
export function createCaptureStep(options: CaptureOptions): (press: Press) => Promise<Burst | Unseen> {
  return async (press) => {
    if (press.picture) return { press, frames: [press.picture] };
    const camera = options.cameras.get(press.source.name);
    if (!camera) return { press, failure: `there is no camera ${press.source.name}` };
    return await takeBurst(press, camera, options);
  };
}

async function takeBurst(press: Press, camera: Camera, options: CaptureOptions): Promise<Burst | Unseen> {
  let failure = 'the camera gave no picture';
  for (let attempt = 1; attempt <= options.attempts; attempt++) {
    if (attempt > 1) await options.clock.sleep(options.retryDelayMs);
    try {
      const frames = await camera.burst(options.burst);
      if (frames.length > 0) return { press, frames };
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
  }
  return { press, failure };
}
