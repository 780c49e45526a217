import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/running-doorbell.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import type { Press } from '../press/press.ts';
import { createCaptureStep } from './capture.ts';
import { createFolderCamera } from './folder-camera.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder('camera');
});
afterEach(() => folder.remove());

function press(name: string, picture?: Uint8Array): Press {
  const source = { kind: picture ? ('http' as const) : ('camera' as const), name };
  return { eventId: 'e', source, occurredAtMs: 0, startedMonotonicMs: 0, traceId: 't', picture };
}

function testCapture() {
  const clock = virtualClock();
  const cameras = new Map([['front', createFolderCamera(folder.path, 200, clock)]]);
  return { clock, capture: createCaptureStep({ cameras, burst: 3, attempts: 3, retryDelayMs: 500, clock }) };
}

it('takes the picture that came with the press as the only frame', async () => {
  const picture = Uint8Array.of(1);
  expect(await testCapture().capture(press('client', picture))).toMatchObject({ frames: [picture] });
});

it('plays the pictures of a folder in the order of their names, going on where the last burst ended', async () => {
  for (const name of ['2.jpg', '1.jpg', '3.JPEG', '4.jpg', 'notes.txt']) writeFileSync(join(folder.path, name), name);
  const { clock, capture } = testCapture();
  const burst = async () => {
    const capturing = capture(press('front'));
    for (let frame = 0; frame < 3; frame++) await expectSettledBy(clock, capturing);
    const { frames } = (await capturing) as { frames: readonly Uint8Array[] };
    return frames.map((frame) => Buffer.from(frame).toString());
  };
  expect(await burst()).toEqual(['1.jpg', '2.jpg', '3.JPEG']);
  expect(await burst()).toEqual(['4.jpg', '1.jpg', '2.jpg']);
});

it('tries again before it gives up, and says why it did', async () => {
  const { clock, capture } = testCapture();
  const capturing = capture(press('front'));
  for (let attempt = 0; attempt < 3; attempt++) await expectSettledBy(clock, capturing);
  expect(await capturing).toMatchObject({ failure: expect.stringContaining('no .jpg in') });
});

it('takes a camera that recovers', async () => {
  const { clock, capture } = testCapture();
  const capturing = capture(press('front'));
  await expectSettledBy(clock, Promise.resolve());
  writeFileSync(join(folder.path, 'late.jpg'), 'late');
  await expectSettledBy(clock, capturing);
  expect(await capturing).toMatchObject({ frames: [Buffer.from('late')] });
});

/** Lets real file work happen, then moves the virtual time on by more than any wait in these tests. */
async function expectSettledBy(clock: ReturnType<typeof virtualClock>, work: Promise<unknown>): Promise<void> {
  const turns = Array.from({ length: 20 }, () => new Promise((resolve) => setImmediate(resolve)));
  for (const turn of turns) await Promise.race([work, turn]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await clock.advance(1_000);
}
