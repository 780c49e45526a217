import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import * as faceapi from '@vladmandic/face-api/dist/face-api.node-wasm.js';
import { CROP_EDGE } from './crop.ts';

/** Loads the four networks and runs each once, so that the first visitor does not pay for the warm-up. */
export async function loadModels(modelDirectory: string): Promise<void> {
  setWasmPaths(withSlash(modelDirectory));
  if (!(await setBackend('wasm'))) throw new Error('the wasm backend did not start');
  await ready();
  const { tinyFaceDetector, ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet } = faceapi.nets;
  for (const net of [tinyFaceDetector, ssdMobilenetv1, faceLandmark68Net, faceRecognitionNet]) {
    await net.loadFromDisk(modelDirectory);
  }
  await warmUp();
}

async function warmUp(): Promise<void> {
  const blank = faceapi.tf.zeros([CROP_EDGE, CROP_EDGE, 3], 'int32');
  try {
    await faceapi.detectAllFaces(blank, new faceapi.TinyFaceDetectorOptions({ inputSize: 320 }));
    await faceapi.nets.faceLandmark68Net.detectLandmarks(blank);
    await faceapi.nets.faceRecognitionNet.computeFaceDescriptor(blank);
  } finally {
    blank.dispose();
  }
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
