import type { Integer } from './message.ts';

/** The wire format's primitives, written into one buffer that grows. */
export class ProtobufWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #at = 0;

  /** A copy of its own size. */
  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#at));
  }

  tag(number: number, wireType: number): void {
    this.small(number * 8 + wireType);
  }

  /** Unsigned, at most 53 bits. */
  small(value: number): void {
    this.#reserve(10);
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[this.#at++] = (rest % 128) | 0x80;
    this.#bytes[this.#at++] = rest;
  }

  /** Negative numbers are ten bytes, two's complement. */
  varint(value: Integer): void {
    if (typeof value === 'number' && value >= 0) this.small(value);
    else this.#large(value);
  }

  #large(value: Integer): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#at++] = Number(rest);
  }

  sint32(value: number): void {
    this.small(((value << 1) ^ (value >> 31)) >>> 0);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32LE(value >>> 0, this.#at);
  }

  fixed64(value: Integer): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), this.#at);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at = this.#bytes.writeDoubleLE(value, this.#at);
  }

  text(value: string, encoding: 'utf8' | 'hex'): void {
    const length = Buffer.byteLength(value, encoding);
    this.small(length);
    this.#reserve(length);
    this.#at += this.#bytes.write(value, this.#at, encoding);
  }

  bytes(value: Uint8Array): void {
    this.small(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** What `write` writes, after its length: the length takes one byte mostly, and what was written moves when it takes more. */
  block(write: () => void): void {
    this.#reserve(10);
    const start = ++this.#at;
    write();
    const length = this.#at - start;
    const more = length < 0x80 ? 0 : length < 0x4000 ? 1 : length < 0x20_0000 ? 2 : 3;
    this.#reserve(more);
    if (more > 0) this.#bytes.copyWithin(start + more, start, this.#at);
    this.#at = start - 1;
    this.small(length);
    this.#at += length;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + count));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}
