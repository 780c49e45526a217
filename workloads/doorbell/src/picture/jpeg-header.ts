/** What a JPEG says about itself before anything is decoded, so that a hostile or broken upload costs nothing. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** EXIF orientation 1 to 8; 1 when the file does not say. */
  readonly orientation: number;
}

export type JpegProblem = 'not_a_jpeg' | 'truncated' | 'no_picture';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const ORIENTATION_TAG = 0x0112;

/** Reads size and orientation from the segment list (ITU T.81 annex B); never reads past the bytes it was given. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | JpegProblem {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== SOI || bytes[2] !== 0xff) return 'not_a_jpeg';
  if (!endsWithEoi(bytes)) return 'truncated';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let orientation = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || marker === SOS) return 'no_picture';
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return 'truncated';
    if (isFrameHeader(marker)) return frameSize(view, at, length, orientation);
    if (marker === APP1) orientation = exifOrientation(view, at + 4, at + 2 + length) ?? orientation;
    at += 2 + length;
  }
  return 'truncated';
}

/** Cameras pad after the last marker, so the end is looked for in the last bytes rather than at the very end. */
function endsWithEoi(bytes: Uint8Array): boolean {
  const from = Math.max(2, bytes.length - 1024);
  for (let at = bytes.length - 1; at > from; at--) {
    if (bytes[at] === EOI && bytes[at - 1] === 0xff) return true;
  }
  return false;
}

/** SOF0 to SOF15 without DHT (c4), JPG (c8) and DAC (cc). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function frameSize(view: DataView, at: number, length: number, orientation: number): JpegHeader | JpegProblem {
  if (length < 8) return 'no_picture';
  const height = view.getUint16(at + 5);
  const width = view.getUint16(at + 7);
  return width > 0 && height > 0 ? { width, height, orientation } : 'no_picture';
}

function exifOrientation(view: DataView, from: number, to: number): number | undefined {
  const tiff = from + 6;
  if (tiff + 8 > to || view.getUint32(from) !== 0x45786966 /* Exif */) return undefined;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > to) return undefined;
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > to) return undefined;
    if (view.getUint16(entry, little) === ORIENTATION_TAG) return validOrientation(view.getUint16(entry + 8, little));
  }
  return undefined;
}

function validOrientation(value: number): number | undefined {
  return value >= 1 && value <= 8 ? value : undefined;
}
