import * as faceapi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { CROP_EDGE } from './crop.ts';

/** The encoding of each aligned crop: 128 numbers; the distance between two says how alike the faces are. */
export async function describeFaces(crops: readonly Uint8Array[]): Promise<Float32Array[]> {
  const encodings: Float32Array[] = [];
  for (const crop of crops) encodings.push(await describeFace(crop));
  return encodings;
}

async function describeFace(crop: Uint8Array): Promise<Float32Array> {
  const pixels = faceapi.tf.tensor3d(crop, [CROP_EDGE, CROP_EDGE, 3], 'int32');
  try {
    const encoding = await faceapi.nets.faceRecognitionNet.computeFaceDescriptor(pixels);
    if (Array.isArray(encoding)) throw new Error('the recognition model answered with a batch for one face');
    return encoding;
  } finally {
    pixels.dispose();
  }
}
