import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildRelease, RunningDoorbell, temporaryFolder } from '../testing/running-doorbell.ts';
import { photoFolder } from '../testing/sample-faces.ts';

const release = buildRelease();
const folder = temporaryFolder('doorbell-accuracy');

afterAll(() => {
  release.remove();
  folder.remove();
});

it('is measured on labelled pictures, shown in the scrape, and not measured twice', async () => {
  const pictures = join(folder.path, 'pictures');
  mkdirSync(pictures);
  copyFileSync(join(photoFolder(), 'sample1.jpg'), join(pictures, 'group.jpg'));
  const env = {
    DOORBELL_DATA_DIR: join(folder.path, 'data'),
    DOORBELL_ACCURACY__PICTURES: pictures,
    // Its share of a machine that has other things to do.
    DOORBELL_ACCURACY__NICENESS: '0',
  };
  const measured = (line: { message: string }) => line.message === 'measured the accuracy of the face models';
  const first = await RunningDoorbell.start(release.path, env);
  const line = await first.line(measured, 300_000);
  const shown = await accuracyOf(first);
  expect(shown).toBeCloseTo(Number(line['percent']));
  expect(line).toMatchObject({ samePairs: 15, otherPairs: 3, otherAccepted: 0 });
  expect(shown).toBeGreaterThan(80);
  await first.stop();
  const second = await RunningDoorbell.start(release.path, env);
  await expect.poll(() => accuracyOf(second), { timeout: 60_000 }).toBe(shown);
  expect(second.lines.some(measured)).toBe(false);
  await second.stop();
});

async function accuracyOf(doorbell: RunningDoorbell): Promise<number> {
  const { body } = await doorbell.call<string>('GET', '/metrics');
  const sample = /^face_recognition_accuracy\{model_version="[^"]+"\} (.+)$/m.exec(body);
  return Number(sample?.[1]);
}
