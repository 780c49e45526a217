const TWO_32 = 2 ** 32;

/** Bytes that grow; numbers are little-endian, varints seven bits a byte with the lowest first. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #used = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#used;
  }

  /** What was written, valid until the next write. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  clear(): void {
    this.#used = 0;
  }

  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.#used++] = value;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#used, value, true);
    this.#used += 4;
  }

  f64(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#used, value, true);
    this.#used += 8;
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= TWO_32) {
      this.#bytes[this.#used++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      this.#bytes[this.#used++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#used++] = rest;
  }

  /** A whole number whose size is below 2^52. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.varint(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  /** Zeros up to a multiple of `unit`. */
  align(unit: number): void {
    while (this.#used % unit !== 0) this.u8(0);
  }

  setU32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return;
    const wider = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + bytes));
    wider.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = wider;
    this.#view = new DataView(wider.buffer);
  }
}
