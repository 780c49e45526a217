import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { decode, encode } from 'jpeg-js';
import { cutFace } from '../accuracy/variations.ts';
import type { Raster } from '../picture/raster.ts';

/**
 * Faces in the group photos that come with the face library (MIT). They show real people: they are cut at run time and
 * never copied into the repository. People who are together in one photo are certainly different ones.
 */
const FACES = {
  '1-left': { photo: 1, x: 414, y: 355, width: 178, height: 238 },
  '1-middle': { photo: 1, x: 838, y: 421, width: 187, height: 227 },
  '1-right': { photo: 1, x: 1476, y: 200, width: 203, height: 241 },
  '5-left': { photo: 5, x: 377, y: 859, width: 172, height: 300 },
  '5-middle': { photo: 5, x: 787, y: 109, width: 156, height: 212 },
  '5-right': { photo: 5, x: 1406, y: 390, width: 166, height: 270 },
  '6-left': { photo: 6, x: 250, y: 467, width: 210, height: 291 },
  '6-right': { photo: 6, x: 1487, y: 263, width: 212, height: 294 },
} as const;

export type SampleFace = keyof typeof FACES;

export const SAMPLE_FACES = Object.keys(FACES) as readonly SampleFace[];

const MARGIN = 0.6;

/** Folder of the group photos. */
export function photoFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
}

export function groupPhoto(photo: number): Buffer {
  return readFileSync(join(photoFolder(), `sample${photo}.jpg`));
}

/** One face as a JPEG; `vary` makes it the same person on another day. */
export function sampleFace(name: SampleFace, vary: (face: Raster) => Raster = (face) => face): Buffer {
  const { photo, ...box } = FACES[name];
  return toJpeg(vary(cutFace(decodedPhoto(photo), box, MARGIN)));
}

/** A picture without anybody in it: a wall in the light of a lamp. */
export function emptyScene(width = 400, height = 300, light = 200): Buffer {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.fill(light - ((at / 3) % width) / 8, at, at + 3);
  return toJpeg({ width, height, data });
}

export function toJpeg({ width, height, data }: Raster, quality = 90): Buffer {
  const rgba = Buffer.alloc(width * height * 4, 255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgba.set(data.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return encode({ data: rgba, width, height }, quality).data;
}

const decodedPhotos = new Map<number, Raster>();

function decodedPhoto(photo: number): Raster {
  const known = decodedPhotos.get(photo);
  if (known) return known;
  const raster = decode(groupPhoto(photo), { useTArray: true, formatAsRGBA: false, maxMemoryUsageInMB: 512 });
  decodedPhotos.set(photo, raster);
  return raster;
}
