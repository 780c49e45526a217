import { CR, IS_HEX, IS_TOKEN, IS_VALUE, LF } from './characters.ts';

const SIZE_START = 0;
const SIZE = 1;
const EXTENSION = 2;
const SIZE_LF = 3;
const DATA = 4;
const DATA_CR = 5;
const DATA_LF = 6;
const TRAILER_START = 7;
const TRAILER_NAME = 8;
const TRAILER_VALUE = 9;
const TRAILER_LF = 10;
const END_LF = 11;
const DONE = 12;

/** Bytes of sizes' extensions and trailers together: a body of nothing but extensions is an attack, not a message. */
const MAX_OVERHEAD_BYTES = 16_384;
const MAX_SIZE_DIGITS = 13;
/** Never allowed behind a body (RFC 9110 6.5.1): a receiver that merges trailers would change its mind about the message. */
const NO_TRAILERS = new Set([
  'content-length',
  'transfer-encoding',
  'host',
  'connection',
  'trailer',
  'upgrade',
  'te',
  'authorization',
]);
const SEMICOLON = 59;
const COLON = 58;

/**
 * Follows a chunked body (RFC 9112 7.1) to its exact end without copying it: whoever reads passes the bytes on as they came.
 * Strict: CRLF only, plain hexadecimal sizes, well-formed trailers.
 */
export class ChunkedReader {
  #state = SIZE_START;
  #left = 0;
  #digits = 0;
  #overhead = 0;
  #trailer = '';
  /** Bytes of content so far, without framing. */
  dataBytes = 0;

  get isDone(): boolean {
    return this.#state === DONE;
  }

  /** Between two chunks: where an answer can be ended cleanly by somebody else. */
  get isBetweenChunks(): boolean {
    return this.#state === SIZE_START;
  }

  /** Reads on from `start`; returns the position after the last byte that belongs to the body, or -1 when it is malformed. */
  read(bytes: Uint8Array, start: number, onData?: (from: number, to: number) => void): number {
    let at = start;
    while (at < bytes.length && this.#state !== DONE) {
      if (this.#state === DATA) {
        const to = Math.min(bytes.length, at + this.#left);
        onData?.(at, to);
        this.#left -= to - at;
        this.dataBytes += to - at;
        at = to;
        if (this.#left === 0) this.#state = DATA_CR;
      } else if (!this.#step(bytes[at++] ?? 0)) return -1;
    }
    return at;
  }

  #step(byte: number): boolean {
    switch (this.#state) {
      case SIZE_START:
      case SIZE:
        return this.#size(byte);
      case EXTENSION:
        return this.#line(byte, SIZE_LF);
      case SIZE_LF:
        return this.#expect(byte, LF, this.#left === 0 ? TRAILER_START : DATA);
      case DATA_CR:
        return this.#expect(byte, CR, DATA_LF);
      case DATA_LF:
        this.#digits = 0;
        return this.#expect(byte, LF, SIZE_START);
      default:
        return this.#trailers(byte);
    }
  }

  #size(byte: number): boolean {
    if (IS_HEX[byte] === 1) {
      this.#left = (this.#digits === 0 ? 0 : this.#left) * 16 + hexValue(byte);
      this.#state = SIZE;
      return ++this.#digits <= MAX_SIZE_DIGITS;
    }
    if (this.#digits === 0) return false;
    if (byte === CR) this.#state = SIZE_LF;
    else if (byte === SEMICOLON) this.#state = EXTENSION;
    else return false;
    return true;
  }

  #trailers(byte: number): boolean {
    switch (this.#state) {
      case TRAILER_START:
        if (byte === CR) this.#state = END_LF;
        else if (IS_TOKEN[byte] !== 1) return false;
        else this.#state = TRAILER_NAME;
        this.#trailer = String.fromCharCode(byte);
        return true;
      case TRAILER_NAME:
        return this.#trailerName(byte);
      case TRAILER_VALUE:
        return this.#line(byte, TRAILER_LF);
      case TRAILER_LF:
        return this.#expect(byte, LF, TRAILER_START);
      default:
        return this.#expect(byte, LF, DONE);
    }
  }

  #trailerName(byte: number): boolean {
    if (byte === COLON) {
      this.#state = TRAILER_VALUE;
      return !NO_TRAILERS.has(this.#trailer.toLowerCase());
    }
    this.#trailer += String.fromCharCode(byte);
    return IS_TOKEN[byte] === 1 && ++this.#overhead <= MAX_OVERHEAD_BYTES;
  }

  #line(byte: number, next: number): boolean {
    if (byte === CR) this.#state = next;
    else if (IS_VALUE[byte] !== 1) return false;
    return ++this.#overhead <= MAX_OVERHEAD_BYTES;
  }

  #expect(byte: number, expected: number, next: number): boolean {
    this.#state = next;
    return byte === expected;
  }
}

function hexValue(byte: number): number {
  return byte <= 57 ? byte - 48 : (byte | 32) - 87;
}
