/** Reads what a ByteWriter wrote. Behind the end it throws a RangeError: whoever reads damaged bytes catches it. */
export class ByteReader {
  readonly #view: DataView;
  at: number;

  constructor(
    readonly bytes: Uint8Array,
    from = 0,
    readonly end = bytes.length,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = from;
  }

  get isDone(): boolean {
    return this.at >= this.end;
  }

  u8(): number {
    return this.#byte();
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }

  varint(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let scale = 128;
    for (;;) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const length = this.varint();
    const from = this.#step(length);
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + from, length).toString('utf8');
  }

  #byte(): number {
    const { at } = this;
    if (at >= this.end) this.#step(1);
    this.at = at + 1;
    return this.bytes[at] as number;
  }

  #step(bytes: number): number {
    const from = this.at;
    if (from + bytes > this.end) throw new RangeError(`${bytes} bytes wanted at ${from}, the end is at ${this.end}`);
    this.at = from + bytes;
    return from;
  }
}
