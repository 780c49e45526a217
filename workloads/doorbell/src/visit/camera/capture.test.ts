import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@seaworthy/kit';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/running-doorbell.ts';
import type { Press } from '../press/press.ts';
import { createCaptureStep } from './capture.ts';
import type { Camera } from './folder-camera.ts';
import { createFolderCamera } from './folder-camera.ts';

const FRAME = Uint8Array.of(7);

function press(picture?: Uint8Array): Press {
  const source = { kind: picture ? ('http' as const) : ('camera' as const), name: 'front' };
  return { eventId: 'e', source, occurredAtMs: 0, startedMonotonicMs: 0, context: {}, traceId: 't', picture };
}

/** A camera that fails so many times, and a clock that writes the waits down instead of waiting. */
function testCapture(failures: number) {
  const waitsMs: number[] = [];
  const clock = { ...systemClock, sleep: async (ms: number) => void waitsMs.push(ms) };
  let left = failures;
  const camera: Camera = {
    async burst() {
      if (left-- > 0) throw new Error('the lens is covered');
      return [FRAME];
    },
  };
  const cameras = new Map([['front', camera]]);
  return { waitsMs, capture: createCaptureStep({ cameras, burst: 3, attempts: 3, retryDelayMs: 500, clock }) };
}

it('takes the picture that came with the press as the only frame', async () => {
  const { capture } = testCapture(9);
  expect(await capture(press(FRAME))).toMatchObject({ frames: [FRAME] });
});

it('tries again after a pause, and takes a camera that recovers', async () => {
  const { capture, waitsMs } = testCapture(2);
  expect(await capture(press())).toMatchObject({ frames: [FRAME] });
  expect(waitsMs).toEqual([500, 500]);
});

it('gives up after its attempts, and says why', async () => {
  expect(await testCapture(3).capture(press())).toMatchObject({ failure: 'the lens is covered' });
});

it('plays the pictures of a folder in the order of their names, going on where the last burst ended', async () => {
  const folder = temporaryFolder('camera');
  for (const name of ['2.jpg', '1.jpg', '3.JPEG', '4.jpg', 'notes.txt']) writeFileSync(join(folder.path, name), name);
  const camera = createFolderCamera(folder.path, 0, systemClock);
  const burst = async () => (await camera.burst(3)).map((frame) => Buffer.from(frame).toString());
  expect(await burst()).toEqual(['1.jpg', '2.jpg', '3.JPEG']);
  expect(await burst()).toEqual(['4.jpg', '1.jpg', '2.jpg']);
  folder.remove();
  await expect(camera.burst(3)).rejects.toThrow('ENOENT');
});
