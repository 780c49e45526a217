/** The block format of Snappy: https://github.com/google/snappy/blob/main/format_description.txt */

const BLOCK_BYTES = 65_536;
const MIN_MATCH = 4;
const HASH_BITS = 14;
/** Longest copy of one element. */
const COPY_BYTES = 64;
const LITERAL = 0;
const COPY_2 = 2;

/** Packs greedily, as far back as a block: about as fast and as small as the reference. */
export function compress(input: Uint8Array): Buffer {
  const out = new Writer(maxCompressed(input.length));
  out.varint(input.length);
  for (let start = 0; start < input.length; start += BLOCK_BYTES) {
    compressBlock(input, start, Math.min(start + BLOCK_BYTES, input.length), out);
  }
  return out.done();
}

function maxCompressed(length: number): number {
  return 32 + length + Math.floor(length / 6);
}

function compressBlock(input: Uint8Array, start: number, end: number, out: Writer): void {
  const table = new Int32Array(1 << HASH_BITS).fill(-1);
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  let literal = start;
  let at = start;
  while (at + MIN_MATCH <= end) {
    const word = view.getUint32(at, true);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS);
    const candidate = table[slot] ?? -1;
    table[slot] = at;
    if (candidate < 0 || view.getUint32(candidate, true) !== word) {
      at++;
      continue;
    }
    const length = matchLength(input, candidate, at, end);
    out.literal(input, literal, at);
    out.copy(at - candidate, length);
    at += length;
    literal = at;
  }
  out.literal(input, literal, end);
}

function matchLength(input: Uint8Array, candidate: number, at: number, end: number): number {
  let length = MIN_MATCH;
  while (at + length < end && input[candidate + length] === input[at + length]) length++;
  return length;
}

class Writer {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#byte((rest & 0x7f) | 0x80);
    this.#byte(rest);
  }

  literal(input: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length === 0) return;
    const last = length - 1;
    if (last < 60) this.#byte((last << 2) | LITERAL);
    else if (last < 256) this.#tag(60, last, 1);
    else this.#tag(61, last, 2);
    this.#bytes.set(input.subarray(start, end), this.#at);
    this.#at += length;
  }

  copy(offset: number, length: number): void {
    for (let rest = length; rest > 0; ) {
      const part = Math.min(rest, COPY_BYTES);
      this.#byte(((part - 1) << 2) | COPY_2);
      this.#at = this.#bytes.writeUInt16LE(offset, this.#at);
      rest -= part;
    }
  }

  done(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  #tag(kind: number, value: number, bytes: number): void {
    this.#byte((kind << 2) | LITERAL);
    this.#at = this.#bytes.writeUIntLE(value, this.#at, bytes);
  }

  #byte(value: number): void {
    this.#bytes[this.#at++] = value;
  }
}
