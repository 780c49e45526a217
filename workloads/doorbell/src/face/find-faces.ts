import * as faceapi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import type { Picture } from '../picture/decode.ts';
import { CROP_EDGE } from './crop.ts';
import type { Rung } from './ladder.ts';
import { enrolLadder, rungName, watchLadder } from './ladder.ts';
import type { DetectedFace, DetectInput, FaceBox } from './thread-job.ts';

type Sighting = faceapi.WithFaceLandmarks<{ detection: faceapi.FaceDetection }>;
type Pixels = ReturnType<typeof faceapi.tf.tensor3d>;

const MIN_SCORE = 0.4;

/** Faces in the picture, largest first, each cut out and aligned by its landmarks. */
export async function findFaces(input: DetectInput): Promise<DetectedFace[]> {
  const { picture, purpose, minFacePx } = input;
  const pixels = faceapi.tf.tensor3d(picture.data, [picture.height, picture.width, 3], 'int32');
  try {
    const ladder = purpose === 'enrol' ? enrolLadder() : watchLadder(picture.width, picture.height);
    for (const rung of ladder) {
      const found = (await look(pixels, rung)).filter((s) => s.detection.box.width * picture.scale >= minFacePx);
      if (found.length > 0) return await cutOut(pixels, found, rung, picture);
    }
    return [];
  } finally {
    pixels.dispose();
  }
}

async function look(pixels: Pixels, rung: Rung): Promise<Sighting[]> {
  const options =
    rung.detector === 'ssd'
      ? new faceapi.SsdMobilenetv1Options({ minConfidence: MIN_SCORE })
      : new faceapi.TinyFaceDetectorOptions({ inputSize: rung.inputSize, scoreThreshold: MIN_SCORE });
  const sightings = await faceapi.detectAllFaces(pixels, options).withFaceLandmarks();
  return sightings.sort((a, b) => b.detection.box.area - a.detection.box.area);
}

async function cutOut(pixels: Pixels, sightings: Sighting[], rung: Rung, picture: Picture): Promise<DetectedFace[]> {
  const aligned = sightings.map((sighting) => sighting.landmarks.align(null, { useDlibAlignment: true }));
  const tensors = await faceapi.extractFaceTensors(pixels, aligned);
  try {
    const faces: DetectedFace[] = [];
    for (const [index, sighting] of sightings.entries()) {
      const tensor = tensors[index];
      if (!tensor) continue;
      const { box, score } = sighting.detection;
      faces.push({ box: toOriginal(box, picture), score, detector: rungName(rung), crop: await toCrop(tensor) });
    }
    return faces;
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

/** The recognition network pads a face to a square and scales it; doing so here makes crops of one known size. */
async function toCrop(face: Pixels): Promise<Uint8Array> {
  const square = new faceapi.NetInput([face]).toBatchTensor(CROP_EDGE, true);
  try {
    return Uint8Array.from(await square.data(), Math.round);
  } finally {
    square.dispose();
  }
}

function toOriginal(box: faceapi.Box, picture: Picture): FaceBox {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const width = Math.min(picture.width, box.x + box.width) - x;
  const height = Math.min(picture.height, box.y + box.height) - y;
  const whole = (pixels: number): number => Math.round(pixels * picture.scale);
  return { x: whole(x), y: whole(y), width: whole(width), height: whole(height) };
}
