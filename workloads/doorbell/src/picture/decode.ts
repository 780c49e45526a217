import { decode } from 'jpeg-js';
import { readJpegHeader } from './jpeg-header.ts';
import type { Raster } from './raster.ts';
import { shrink, upright } from './raster.ts';

/** A decoded picture, small enough for the models; `scale` leads from its pixels back to the original's. */
export interface Picture extends Raster {
  readonly scale: number;
}

/** The upload is a JPEG by its header, but its pixels cannot be read. */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture';
}

const DECODER_LIMIT_MB = 512;

/** Decodes to at most `maxEdge` pixels on the long side, upright. Throws UnreadablePicture. */
export function decodePicture(jpeg: Uint8Array, maxEdge: number): Picture {
  const header = readJpegHeader(jpeg);
  if (typeof header === 'string') throw new UnreadablePicture(header);
  const raster = decodePixels(jpeg);
  const small = upright(shrink(raster, maxEdge), header.orientation);
  return { ...small, scale: Math.max(raster.width, raster.height) / Math.max(small.width, small.height) };
}

function decodePixels(jpeg: Uint8Array): Raster {
  try {
    return decode(jpeg, { useTArray: true, formatAsRGBA: false, maxMemoryUsageInMB: DECODER_LIMIT_MB });
  } catch (cause) {
    throw new UnreadablePicture(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
