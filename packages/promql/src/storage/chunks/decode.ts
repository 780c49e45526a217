import type { ChunkAt } from './chunk-at.ts';
import type { SampleRoom } from './sample-room.ts';
import { HIGH, LOW } from './words.ts';
import { isWhole } from './xor.ts';

/** Writes a chunk's samples to a room from index `at` on; returns the index behind the last. */
export function decodeChunk(
  { bytes, offset, count, firstMs }: ChunkAt,
  { timestamps, values, words: valueWords }: SampleRoom,
  at: number,
): number {
  // Read once: within the loop an imported name costs more than all the rest.
  const highAt = HIGH;
  const lowAt = LOW;
  let bit = offset * 8;
  let high = read32(bytes, bit) | 0;
  let low = read32(bytes, bit + 32) | 0;
  bit += 64;
  let timeMs = firstMs;
  let deltaMs = 0;
  let width = 0;
  let shift = 0;
  timestamps[at] = timeMs;
  valueWords[2 * at + highAt] = high;
  valueWords[2 * at + lowAt] = low;
  const end = at + count;
  for (let index = at + 1; index < end; index++) {
    let ahead = peek(bytes, bit);
    if (ahead >= 0) {
      bit += 1;
      timeMs += deltaMs;
    } else if (ahead >>> 28 === 0b1111) {
      const before = timeMs;
      timeMs = readDouble(bytes, bit + 4);
      deltaMs = timeMs - before;
      bit += 68;
    } else {
      if ((ahead & 0x40000000) === 0) {
        deltaMs += (ahead << 2) >> 28;
        bit += 6;
      } else if ((ahead & 0x20000000) === 0) {
        deltaMs += (ahead << 3) >> 23;
        bit += 12;
      } else {
        deltaMs += peek(bytes, bit + 4) >> 8;
        bit += 28;
      }
      timeMs += deltaMs;
    }
    timestamps[index] = timeMs;

    ahead = peek(bytes, bit);
    if (ahead >= 0) {
      bit += 1;
      valueWords[2 * index + highAt] = high;
      valueWords[2 * index + lowAt] = low;
      continue;
    }
    if (isWhole(values[index - 1] as number)) {
      if (ahead >>> 28 !== 0b1111) {
        let change: number;
        if ((ahead & 0x40000000) === 0) {
          change = (ahead << 2) >> 25;
          bit += 9;
        } else if ((ahead & 0x20000000) === 0) {
          change = (ahead << 3) >> 20;
          bit += 15;
        } else {
          change = (ahead << 4) >> 12;
          bit += 24;
        }
        values[index] = (values[index - 1] as number) + change;
        high = (valueWords[2 * index + highAt] as number) | 0;
        low = (valueWords[2 * index + lowAt] as number) | 0;
        continue;
      }
      bit += 4;
    } else bit += 1;
    ahead = peek(bytes, bit);
    if (ahead >= 0) bit += 1;
    else {
      width = ((ahead >>> 20) & 0x3f) + 1;
      shift = 64 - ((ahead >>> 26) & 0x1f) - width;
      bit += 12;
    }
    if (width > 32) {
      const upper = readBits(bytes, bit, width - 32);
      const lower = read32(bytes, bit + width - 32);
      high ^= shift === 0 ? upper : (upper << shift) | (lower >>> (32 - shift));
      low ^= lower << shift;
    } else {
      const bits = readBits(bytes, bit, width);
      if (shift >= 32) high ^= bits << (shift - 32);
      else {
        low ^= bits << shift;
        if (shift > 0) high ^= bits >>> (32 - shift);
      }
    }
    bit += width;
    valueWords[2 * index + highAt] = high;
    valueWords[2 * index + lowAt] = low;
  }
  return end;
}

/** The next bits, as a signed word: the first bit is its sign; at least 25 bits are valid. */
function peek(bytes: Uint8Array, bit: number): number {
  const index = bit >>> 3;
  const word =
    ((bytes[index] as number) << 24) |
    ((bytes[index + 1] as number) << 16) |
    ((bytes[index + 2] as number) << 8) |
    (bytes[index + 3] as number);
  return word << (bit & 7);
}

/** 1 to 32 bits. */
function readBits(bytes: Uint8Array, bit: number, width: number): number {
  return width <= 25 ? peek(bytes, bit) >>> (32 - width) : read32(bytes, bit) >>> (32 - width);
}

function read32(bytes: Uint8Array, bit: number): number {
  return ((peek(bytes, bit) & 0xffff0000) | (peek(bytes, bit + 16) >>> 16)) >>> 0;
}

function readDouble(bytes: Uint8Array, bit: number): number {
  whole.setUint32(0, read32(bytes, bit));
  whole.setUint32(4, read32(bytes, bit + 32));
  return whole.getFloat64(0);
}

const whole = new DataView(new ArrayBuffer(8));
