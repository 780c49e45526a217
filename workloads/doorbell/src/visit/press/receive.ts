import { readJpegHeader } from '../../picture/jpeg-header.ts';
import type { Press } from './press.ts';

export interface PictureLimits {
  readonly maxPixels: number;
}

export type PictureProblem = 'not_a_jpeg' | 'picture_truncated' | 'picture_unreadable' | 'picture_too_large';

/** The picture that came with a press cannot be used; the client can do something about it. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused';
  readonly code: PictureProblem;
  constructor(code: PictureProblem, message: string) {
    super(message);
    this.code = code;
  }
}

/** The first step: a press with a picture that cannot be one is refused before it costs anything. */
export function createReceiveStep(limits: PictureLimits): (press: Press) => Press {
  return (press) => {
    if (press.picture) checkPicture(press.picture, limits);
    return press;
  };
}

/** Throws PictureRefused when the bytes cannot be a picture that is worth decoding. */
export function checkPicture(picture: Uint8Array, { maxPixels }: PictureLimits): void {
  const header = readJpegHeader(picture);
  if (header === 'not_a_jpeg') throw new PictureRefused('not_a_jpeg', 'the body is not a JPEG picture');
  if (header === 'truncated') throw new PictureRefused('picture_truncated', 'the picture ends before it is whole');
  if (header === 'no_picture') throw new PictureRefused('picture_unreadable', 'the JPEG has no picture in it');
  const pixels = header.width * header.height;
  if (pixels > maxPixels) {
    const size = `${header.width} x ${header.height}`;
    throw new PictureRefused('picture_too_large', `${size} are ${pixels} pixels; at most ${maxPixels} are allowed`);
  }
}
