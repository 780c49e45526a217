import { crc32 } from 'node:zlib';

/**
 * Records in a segment: u32 magic | u32 length | u32 CRC-32 of the payload | payload. The magic lets reading go on behind
 * damage; a record whose CRC is right was written whole.
 */
const MAGIC = 0x7e5a_41c3;
const magicBytes = Buffer.from(Uint32Array.of(MAGIC).buffer);
export const FRAME_BYTES = 12;

/** Fills in the head of a record whose payload stands behind `FRAME_BYTES` reserved bytes. */
export function sealFrame(record: Uint8Array): void {
  const view = new DataView(record.buffer, record.byteOffset, FRAME_BYTES);
  const payload = record.subarray(FRAME_BYTES);
  magicBytes.copy(record);
  view.setUint32(4, payload.length, true);
  view.setUint32(8, crc32(payload), true);
}

export type FrameResult =
  | { readonly payload: Uint8Array; readonly next: number }
  /** Damage from the offset asked for to `next`, where a good record begins or the bytes end. */
  | { readonly damage: string; readonly next: number };

export function readFrame(bytes: Buffer, offset: number): FrameResult {
  const damage = damageAt(bytes, offset);
  if (damage !== undefined) return { damage, next: nextGood(bytes, offset + 1) };
  const end = offset + FRAME_BYTES + bytes.readUInt32LE(offset + 4);
  return { payload: bytes.subarray(offset + FRAME_BYTES, end), next: end };
}

function damageAt(bytes: Buffer, offset: number): string | undefined {
  if (offset + FRAME_BYTES > bytes.length) return 'a record ends within its first bytes';
  if (bytes.readUInt32LE(offset) !== MAGIC_READ) return 'no record begins here';
  const start = offset + FRAME_BYTES;
  const length = bytes.readUInt32LE(offset + 4);
  if (start + length > bytes.length) return `a record of ${length} bytes ends after ${bytes.length - start}`;
  const isWhole = crc32(bytes.subarray(start, start + length)) === bytes.readUInt32LE(offset + 8);
  return isWhole ? undefined : 'the checksum of a record is wrong';
}

/** `magicBytes` as this machine wrote them. */
const MAGIC_READ = magicBytes.readUInt32LE(0);

function nextGood(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(magicBytes, from); at >= 0; at = bytes.indexOf(magicBytes, at + 1)) {
    if (damageAt(bytes, at) === undefined) return at;
  }
  return bytes.length;
}
