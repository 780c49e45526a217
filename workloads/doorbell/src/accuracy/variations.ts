import type { Raster } from '../picture/raster.ts';
import { shrink } from '../picture/raster.ts';

/** Ways in which the same face comes back another day; each makes a picture that is certainly of the same person. */
export const VARIATIONS: Readonly<Record<string, (face: Raster) => Raster>> = {
  bright: (face) => toned(face, 1.35),
  dark: (face) => toned(face, 0.6),
  small: (face) => shrink(face, 160),
  mirrored,
  gray,
};

function toned(face: Raster, factor: number): Raster {
  return { ...face, data: face.data.map((value) => Math.min(255, value * factor)) };
}

function mirrored(face: Raster): Raster {
  const { width, height } = face;
  const data = new Uint8Array(face.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + (width - 1 - x)) * 3;
      data.set(face.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}

function gray(face: Raster): Raster {
  const data = new Uint8Array(face.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = face.data.subarray(at, at + 3);
    data.fill(0.299 * red + 0.587 * green + 0.114 * blue, at, at + 3);
  }
  return { ...face, data };
}

/** The part of the picture around a face, with so much of its width as margin. */
export function cutFace(
  picture: Raster,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  margin: number,
): Raster {
  const around = Math.round(box.width * margin);
  const left = Math.max(0, Math.floor(box.x) - around);
  const top = Math.max(0, Math.floor(box.y) - around);
  const right = Math.min(picture.width, Math.ceil(box.x + box.width) + around);
  const bottom = Math.min(picture.height, Math.ceil(box.y + box.height) + around);
  const data = new Uint8Array((right - left) * (bottom - top) * 3);
  for (let y = top; y < bottom; y++) {
    const row = picture.data.subarray((y * picture.width + left) * 3, (y * picture.width + right) * 3);
    data.set(row, (y - top) * (right - left) * 3);
  }
  return { width: right - left, height: bottom - top, data };
}
