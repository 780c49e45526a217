import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { describeFaces } from '../face/describe.ts';
import { findFaces } from '../face/find-faces.ts';
import { loadModels } from '../face/models.ts';
import { decodePicture } from '../picture/decode.ts';
import type { Raster } from '../picture/raster.ts';
import type { AccuracyInput } from './measure.ts';
import type { LabelledFace } from './score.ts';
import { scoreAccuracy } from './score.ts';
import { cutFace, VARIATIONS } from './variations.ts';

/** Entry of the thread that measures the accuracy once and then ends. */
const MARGIN = 0.6;
const PHOTO_EDGE = 1600;

const input = workerData as AccuracyInput;
setPriority(0, input.niceness); // on Linux the priority is a thread's own; visitors come first
await loadModels(input.modelDirectory);
const faces: LabelledFace[] = [];
for (const file of input.pictures) faces.push(...(await labelledFaces(file)));
parentPort?.postMessage(scoreAccuracy(faces, input.tolerance));

async function labelledFaces(file: string): Promise<readonly LabelledFace[]> {
  // At its own scale, so that boxes are in the pixels that are cut.
  const photo = { ...decodePicture(readFileSync(file), PHOTO_EDGE), scale: 1 };
  const found = await findFaces({ picture: photo, purpose: 'enrol', minFacePx: input.minFacePx });
  const labelled: LabelledFace[] = [];
  for (const { box } of found) {
    const close = cutFace(photo, box, MARGIN);
    const enrolled = await encodingIn(close, 'enrol');
    if (enrolled) labelled.push({ picture: basename(file), enrolled, returns: await returnsOf(close) });
  }
  return labelled;
}

async function returnsOf(close: Raster): Promise<readonly (Float32Array | undefined)[]> {
  const returns: (Float32Array | undefined)[] = [];
  for (const vary of Object.values(VARIATIONS)) returns.push(await encodingIn(vary(close), 'watch'));
  return returns;
}

/** The encoding of the largest face, found as an enrolment or a visit would find it. */
async function encodingIn(raster: Raster, purpose: 'enrol' | 'watch'): Promise<Float32Array | undefined> {
  const [largest] = await findFaces({ picture: { ...raster, scale: 1 }, purpose, minFacePx: input.minFacePx });
  if (!largest) return undefined;
  const [encoding] = await describeFaces([largest.crop]);
  return encoding;
}
