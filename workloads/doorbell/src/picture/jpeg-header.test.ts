import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJpeg } from '../testing/sample-faces.ts';
import { readJpegHeader } from './jpeg-header.ts';

const PICTURE = toJpeg({ width: 7, height: 5, data: new Uint8Array(7 * 5 * 3) });

describe('the header of a JPEG', () => {
  it('tells the size of the picture', () => {
    expect(readJpegHeader(PICTURE)).toEqual({ width: 7, height: 5, orientation: 1 });
  });

  it.each(['big', 'little'] as const)('tells the orientation that a camera wrote in %s endian', (endian) => {
    expect(readJpegHeader(withOrientation(6, endian))).toEqual({ width: 7, height: 5, orientation: 6 });
  });

  it('ignores an orientation that does not exist', () => {
    expect(readJpegHeader(withOrientation(9, 'big'))).toMatchObject({ orientation: 1 });
  });

  it('finds out what is no JPEG, and what is not whole', () => {
    expect(readJpegHeader(new Uint8Array())).toBe('not_a_jpeg');
    expect(readJpegHeader(Buffer.from('\x89PNG\r\n'))).toBe('not_a_jpeg');
    expect(readJpegHeader(PICTURE.subarray(0, PICTURE.length - 2))).toBe('truncated');
  });

  it('answers for any bytes, without ever reading beyond them', () => {
    const damaged = fc.tuple(fc.nat(PICTURE.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(damaged, ([at, bytes]) => {
        const picture = Buffer.from(PICTURE);
        picture.set(bytes.subarray(0, picture.length - at), at);
        expect(() => readJpegHeader(picture)).not.toThrow();
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readJpegHeader(bytes)));
  });
});

function withOrientation(orientation: number, endian: 'big' | 'little'): Buffer {
  const exif = Buffer.alloc(36);
  const u16 = (value: number, at: number) =>
    endian === 'big' ? exif.writeUInt16BE(value, at) : exif.writeUInt16LE(value, at);
  const u32 = (value: number, at: number) =>
    endian === 'big' ? exif.writeUInt32BE(value, at) : exif.writeUInt32LE(value, at);
  exif.writeUInt16BE(0xffe1, 0);
  exif.writeUInt16BE(34, 2);
  exif.write('Exif\0\0', 4, 'latin1');
  exif.write(endian === 'big' ? 'MM' : 'II', 10, 'latin1');
  u16(42, 12);
  u32(8, 14);
  u16(1, 18);
  u16(0x0112, 20);
  u16(3, 22);
  u32(1, 24);
  u16(orientation, 28);
  return Buffer.concat([PICTURE.subarray(0, 2), exif, PICTURE.subarray(2)]);
}
