import { malformed } from './decode-error.ts';
import type { Integer } from './message.ts';

const WORD = 0x1_0000_0000;

/** The wire format's primitives, read one after the other; never beyond the end that was set. */
export class ProtobufReader {
  at = 0;
  end: number;

  constructor(readonly bytes: Buffer) {
    this.end = bytes.length;
  }

  /** Unsigned and at most 32 bits: tags and lengths. */
  small(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let factor = 0x80; factor <= 0x10_000_000; factor *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value < WORD ? value : this.#tooLong();
    }
    return this.#tooLong();
  }

  /** A varint's 64 bits, as two words: the lower in `low`, the upper returned. */
  low = 0;
  high(): number {
    let [low, high] = [0, 0];
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        return high >>> 0;
      }
    }
    return this.#tooLong();
  }

  signed64(): Integer {
    const high = this.high();
    return integer(high | 0, this.low);
  }

  unsigned64(): Integer {
    const high = this.high();
    return integer(high, this.low);
  }

  /** A negative `int32` is ten bytes long; what lies over 32 bits is cut off, as protobuf has it. */
  int32(): number {
    this.high();
    return this.low | 0;
  }

  uint32(): number {
    this.high();
    return this.low;
  }

  sint32(): number {
    this.high();
    return (this.low >>> 1) ^ -(this.low & 1);
  }

  bool(): boolean {
    return (this.high() | this.low) !== 0;
  }

  fixed32(): number {
    return this.bytes.readUInt32LE(this.skip(4));
  }

  double(): number {
    return this.bytes.readDoubleLE(this.skip(8));
  }

  time(): bigint {
    return this.bytes.readBigUInt64LE(this.skip(8));
  }

  fixed64(): Integer {
    const start = this.skip(8);
    return integer(this.bytes.readUInt32LE(start + 4), this.bytes.readUInt32LE(start));
  }

  sfixed64(): Integer {
    const start = this.skip(8);
    return integer(this.bytes.readInt32LE(start + 4), this.bytes.readUInt32LE(start));
  }

  /** Passes over so many bytes and tells where they begin. */
  skip(count: number): number {
    const start = this.at;
    if (count > this.end - start) throw malformed(`it ends within a field, at byte ${this.end}`);
    this.at = start + count;
    return start;
  }

  /** Passes over a field that nobody asks for. */
  skipField(wireType: number): void {
    if (wireType === 0) this.high();
    else if (wireType === 1) this.skip(8);
    else if (wireType === 2) this.skip(this.small());
    else if (wireType === 5) this.skip(4);
    else throw malformed(`byte ${this.at} has the wire type ${wireType}, which OTLP does not use`);
  }

  #byte(): number {
    if (this.at >= this.end) throw malformed(`it ends within a field, at byte ${this.end}`);
    return this.bytes[this.at++] ?? 0;
  }

  #tooLong(): never {
    throw malformed(`the number before byte ${this.at} is too long`);
  }
}

/** From the upper word, signed or not, and the lower one, which is not. */
function integer(high: number, low: number): Integer {
  const value = high * WORD + low;
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
}
